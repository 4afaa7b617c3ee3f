-- Reads live jobs.
-- Parameters: $1 ids.
SELECT job.id, job.job_type, job.queue, job.priority, job.status, job.payload::text AS payload, NULL::text AS result,
    job.error::text AS error, job.attempt, job.failures, job.max_retries, job.retry_base_ms, job.retry_max_ms,
    job.timeout_seconds, job.created_at, job.run_at, job.started_at, job.dead_at AS finished_at, job.worker_id,
    CASE WHEN job.status = 'running' THEN worker.last_heartbeat_at END AS last_heartbeat_at, job.cancel_requested,
    job.progress_percent, job.progress_message, job.tags, job.schedule_id, job.replay_of, job.unique_key
FROM millrace.job
LEFT JOIN millrace.worker ON worker.id = job.worker_id
WHERE job.id = ANY ($1::uuid[])
