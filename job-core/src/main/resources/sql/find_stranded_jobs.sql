-- Finds running jobs whose worker is late, ended or absent, or that are long past their timeout.
-- Parameters: $1 lease in s, $2 grace in s after the timeout, $3 how many at most.
-- The caller takes them with the attempt read here as the fence. What is not ready and does not run is left out by an index.
SELECT job.id, job.attempt, job.crash_count, job.cancel_requested, job.job_type, job.queue, job.worker_id
FROM millrace.job
LEFT JOIN millrace.worker ON worker.id = job.worker_id
WHERE job.due_at IS NULL AND job.dead_at IS NULL AND job.status = 'running'
    AND (
        worker.id IS NULL
        OR worker.stopped_at IS NOT NULL
        OR worker.last_heartbeat_at < now() - $1::float8 * interval '1 second'
        OR job.started_at < now() - (job.timeout_seconds + $2::float8) * interval '1 second'
    )
LIMIT $3::integer
