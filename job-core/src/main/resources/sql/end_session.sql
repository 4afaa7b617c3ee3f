-- Ends a session.
-- Parameters: $1 hash of the token.
DELETE FROM millrace.session WHERE token_hash = $1::bytea RETURNING user_id
