-- Deletes a schedule; the jobs it has fired stay.
-- Parameters: $1 id.
DELETE FROM millrace.schedule WHERE id = $1::uuid RETURNING id
