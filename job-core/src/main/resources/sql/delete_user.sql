-- Deletes a user, and with the row all sessions. Fence: the caller has locked the row.
-- Parameters: $1 id.
DELETE FROM millrace.app_user WHERE id = $1::uuid
