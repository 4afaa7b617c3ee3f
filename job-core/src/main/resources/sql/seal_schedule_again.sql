-- Writes the payload of a schedule as it is encrypted with another key.
-- Parameters: $1 id, $2 the payload as it was read, $3 as it is to be.
-- Fence: only when it is still as it was read.
UPDATE millrace.schedule SET payload = $3::text::jsonb WHERE id = $1::uuid AND payload = $2::text::jsonb
RETURNING id
