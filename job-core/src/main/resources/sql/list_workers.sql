-- Lists workers, the present ones first; those that ended in order are left out.
-- Parameters: $1 silence in s after which a worker is late, $2 silence in s after which it is lost.
SELECT id, host, process_id, version, queues, job_types, slots, busy_slots, started_at, last_heartbeat_at,
    CASE
        WHEN last_heartbeat_at < now() - $2::float8 * interval '1 second' THEN 'lost'
        WHEN last_heartbeat_at < now() - $1::float8 * interval '1 second' THEN 'late'
        WHEN draining_at IS NOT NULL THEN 'draining'
        ELSE 'healthy'
    END AS state
FROM millrace.worker
WHERE stopped_at IS NULL
ORDER BY last_heartbeat_at DESC, id
LIMIT 1000
