-- Lists users, the newest first.
-- Parameters: $1 and $2 created_at and id that all must stay below; $3 how many at most.
SELECT id, username, role, created_at, created_by, password_changed_at, last_sign_in_at
FROM millrace.app_user
WHERE (created_at, id) < ($1::timestamptz, $2::uuid)
ORDER BY created_at DESC, id DESC
LIMIT $3::integer
