-- Lists the known queues.
SELECT name, created_at, paused_at, paused_by, paused_reason FROM millrace.queue ORDER BY name
