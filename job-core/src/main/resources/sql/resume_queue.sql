-- Lets a queue's jobs run again, and asks the scheduler to announce all that are pending: their tickets may have come, and
-- gone, while it was paused.
-- Parameters: $1 name. The caller has locked the row.
UPDATE millrace.queue
SET paused_at = NULL, paused_by = NULL, paused_reason = NULL, announce_requested_at = now(), announce_after = NULL
WHERE name = $1::text
RETURNING name, created_at, paused_at, paused_by, paused_reason
