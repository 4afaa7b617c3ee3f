-- Finds a user by id.
-- Parameters: $1 id.
SELECT id, username, role, password_hash FROM millrace.app_user WHERE id = $1::uuid
