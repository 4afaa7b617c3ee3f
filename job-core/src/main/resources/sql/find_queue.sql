-- Reads one queue.
-- Parameters: $1 name.
SELECT name, created_at, paused_at, paused_by, paused_reason FROM millrace.queue WHERE name = $1::text
