-- Finds the keys of these prefixes that are neither revoked nor expired.
-- Parameters: $1 prefixes.
SELECT id, prefix, name, role, key_hash
FROM millrace.api_key
WHERE prefix = ANY ($1::text[])
    AND revoked_at IS NULL
    AND (expires_at IS NULL OR expires_at > now())
