-- Locks live jobs in id order, so that the next statement of the transaction can decide about all of them.
-- Parameters: $1 ids. Returns those that are live.
SELECT id FROM millrace.job WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE
