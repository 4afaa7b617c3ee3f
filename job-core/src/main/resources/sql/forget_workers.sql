-- Forgets workers that have long been gone and hold no job.
-- Parameters: $1 age in s.
DELETE FROM millrace.worker
WHERE coalesce(stopped_at, last_heartbeat_at) < now() - $1::float8 * interval '1 second'
    AND NOT EXISTS (
        SELECT FROM millrace.job
        WHERE job.due_at IS NULL AND job.dead_at IS NULL AND job.status = 'running' AND job.worker_id = worker.id
    )
