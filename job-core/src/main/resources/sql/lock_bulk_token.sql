-- Locks the operation that a token starts, so that two who use it at the same time start it once.
-- Parameters: $1 token.
SELECT id, action FROM millrace.bulk_operation WHERE token = $1::uuid FOR NO KEY UPDATE
