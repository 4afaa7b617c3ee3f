-- Finds workers whose lease has run out and that have not ended in order.
-- Parameters: $1 lease in s.
SELECT id FROM millrace.worker
WHERE stopped_at IS NULL AND last_heartbeat_at < now() - $1::float8 * interval '1 second'
