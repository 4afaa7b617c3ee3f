-- Locks a user. Fence: admins are locked before, so that no two sessions lock them in different orders.
-- Parameters: $1 id.
SELECT id, username, role, created_at, created_by, password_changed_at, last_sign_in_at
FROM millrace.app_user WHERE id = $1::uuid FOR UPDATE
