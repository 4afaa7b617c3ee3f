-- Locks an API key, so that who revokes it is known to be the first.
-- Parameters: $1 id.
SELECT id, prefix, name, revoked_at FROM millrace.api_key WHERE id = $1::uuid FOR UPDATE
