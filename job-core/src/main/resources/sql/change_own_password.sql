-- Changes a user's password. Fence: it is still the one that was proven to be known.
-- Parameters: $1 id, $2 the present password hash, $3 the new one.
UPDATE millrace.app_user
SET password_hash = $3::text, password_changed_at = now()
WHERE id = $1::uuid AND password_hash = $2::text
RETURNING id
