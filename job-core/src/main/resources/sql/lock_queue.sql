-- Locks one queue, so that nobody else pauses or resumes it before the transaction ends. Claims do not wait for it.
-- Parameters: $1 name.
SELECT name, created_at, paused_at, paused_by, paused_reason FROM millrace.queue WHERE name = $1::text FOR NO KEY UPDATE
