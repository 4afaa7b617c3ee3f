-- Counts, by queue, the workers that serve it and take jobs, and their slots.
-- Parameters: $1 lease in s.
SELECT served.queue, count(*) AS workers, sum(worker.slots)::bigint AS slots
FROM millrace.worker
CROSS JOIN LATERAL unnest(worker.queues) AS served (queue)
WHERE worker.stopped_at IS NULL AND worker.draining_at IS NULL
    AND worker.last_heartbeat_at >= now() - $1::float8 * interval '1 second'
GROUP BY served.queue
