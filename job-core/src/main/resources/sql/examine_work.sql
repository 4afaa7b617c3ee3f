-- Tells whether work flows; one row. Cheap, whatever the tables' size.
-- Parameters: $1 lease in s, $2 how many dead letters and ready jobs are looked at at most.
-- Seconds are since something should have been done, or null.
WITH alive AS MATERIALIZED (
    SELECT queues, job_types
    FROM millrace.worker
    WHERE stopped_at IS NULL AND draining_at IS NULL AND last_heartbeat_at >= now() - $1::float8 * interval '1 second'
), ready AS MATERIALIZED (
    SELECT job_type, queue
    FROM millrace.job
    WHERE due_at IS NULL AND dead_at IS NULL AND status IN ('pending', 'retrying')
    LIMIT $2::integer
)
SELECT (SELECT extract(epoch FROM now() - min(due_at))::float8 FROM millrace.outbox) AS ticket_overdue_seconds,
    (SELECT extract(epoch FROM now() - min(due_at))::float8 FROM millrace.job WHERE due_at IS NOT NULL) AS job_overdue_seconds,
    (
        SELECT extract(epoch FROM now() - min(next_fire_at))::float8 FROM millrace.schedule WHERE enabled
    ) AS schedule_overdue_seconds,
    (
        SELECT count(*)
        FROM millrace.worker
        WHERE stopped_at IS NULL AND last_heartbeat_at < now() - 2 * $1::float8 * interval '1 second'
            AND EXISTS (
                SELECT FROM millrace.job
                WHERE job.due_at IS NULL AND job.dead_at IS NULL AND job.status = 'running' AND job.worker_id = worker.id
            )
    ) AS forgotten_workers,
    (SELECT count(*) FROM alive) AS workers,
    (SELECT count(*) FROM (SELECT FROM millrace.job WHERE dead_at IS NOT NULL LIMIT $2::integer) AS dead) AS dead_letters,
    ARRAY(
        SELECT DISTINCT ready.queue FROM ready
        WHERE NOT EXISTS (SELECT FROM alive WHERE ready.queue = ANY (alive.queues))
            AND NOT EXISTS (SELECT FROM millrace.queue WHERE queue.name = ready.queue AND queue.paused_at IS NOT NULL)
        ORDER BY 1
    ) AS unserved_queues,
    ARRAY(
        SELECT DISTINCT ready.job_type FROM ready
        WHERE NOT EXISTS (SELECT FROM alive WHERE ready.job_type = ANY (alive.job_types))
        ORDER BY 1
    ) AS unserved_types,
    ARRAY(
        SELECT queue.name FROM millrace.queue
        WHERE queue.paused_at IS NOT NULL AND EXISTS (SELECT FROM ready WHERE ready.queue = queue.name)
        ORDER BY 1
    ) AS paused_queues,
    ARRAY(SELECT DISTINCT ready.queue FROM ready ORDER BY 1) AS waiting_queues,
    ARRAY(SELECT name FROM millrace.queue ORDER BY 1) AS queues
