-- Revokes an API key.
-- Parameters: $1 id. Fence: the caller has locked the row and seen that it is not revoked.
UPDATE millrace.api_key SET revoked_at = now() WHERE id = $1::uuid
