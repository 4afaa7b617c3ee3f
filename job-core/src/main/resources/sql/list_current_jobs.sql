-- Lists the jobs that the workers said they run and that do run under them, those begun first at the front.
-- Parameters: $1 how many at most.
SELECT worker.id AS worker_id, job.id, job.job_type, job.attempt, job.started_at
FROM (
    SELECT id, held_jobs
    FROM millrace.worker
    WHERE stopped_at IS NULL
    ORDER BY last_heartbeat_at DESC, id
    LIMIT 1000
) AS worker
CROSS JOIN LATERAL unnest(worker.held_jobs) AS held (id)
JOIN millrace.job ON job.id = held.id AND job.status = 'running' AND job.worker_id = worker.id
ORDER BY job.started_at, job.id
LIMIT $1::integer
