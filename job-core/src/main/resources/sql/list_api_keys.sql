-- Lists API keys that are not revoked, the newest first.
-- Parameters: $1 and $2 created_at and id that all must stay below; $3 how many at most.
SELECT id, prefix, name, role, created_at, created_by, expires_at, last_used_at, revoked_at
FROM millrace.api_key
WHERE (created_at, id) < ($1::timestamptz, $2::uuid)
    AND revoked_at IS NULL
ORDER BY created_at DESC, id DESC
LIMIT $3::integer
