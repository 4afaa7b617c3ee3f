-- Finds a user by name.
-- Parameters: $1 name in lower case.
SELECT id, username, role, password_hash FROM millrace.app_user WHERE username = $1::text
