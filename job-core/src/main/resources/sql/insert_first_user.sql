-- Makes the first user, unless there is one.
-- Parameters: $1 id, $2 name in lower case, $3 role, $4 password hash, $5 by whom.
-- Returns nothing when there is a user. Fence: the caller holds the lock of lock_first_admin.
INSERT INTO millrace.app_user (id, username, role, password_hash, created_by)
SELECT $1::uuid, $2::text, $3::text, $4::text, $5::text
WHERE NOT EXISTS (SELECT FROM millrace.app_user)
RETURNING id
