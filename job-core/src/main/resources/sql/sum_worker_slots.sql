-- Sums up the workers whose lease has not run out.
-- Parameters: $1 lease in s.
SELECT count(*) AS workers, coalesce(sum(busy_slots), 0)::bigint AS busy_slots, coalesce(sum(slots), 0)::bigint AS slots
FROM millrace.worker
WHERE stopped_at IS NULL AND last_heartbeat_at >= now() - $1::float8 * interval '1 second'
