-- Makes a user, unless another has this name.
-- Parameters: $1 id, $2 name in lower case, $3 role, $4 password hash, $5 by whom.
-- Returns nothing when the name is taken.
INSERT INTO millrace.app_user (id, username, role, password_hash, created_by)
VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::text)
ON CONFLICT (username) DO NOTHING
RETURNING id, username, role, created_at, created_by, password_changed_at, last_sign_in_at
