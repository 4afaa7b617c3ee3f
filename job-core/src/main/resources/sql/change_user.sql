-- Changes a user's role or password. Fence: the caller has locked the row.
-- Parameters: $1 id, $2 role or null to keep it, $3 password hash or null to keep it.
UPDATE millrace.app_user
SET role = coalesce($2::text, role),
    password_hash = coalesce($3::text, password_hash),
    password_changed_at = CASE WHEN $3::text IS NULL THEN password_changed_at ELSE now() END
WHERE id = $1::uuid
RETURNING id, username, role, created_at, created_by, password_changed_at, last_sign_in_at
