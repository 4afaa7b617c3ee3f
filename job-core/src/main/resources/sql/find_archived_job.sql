-- Reads one finished job. Partitions of days before the job was made are not looked at.
-- Parameters: $1 id, $2 a time at which the job surely did not exist yet.
SELECT id, job_type, queue, priority, status, payload::text AS payload, result::text AS result, error::text AS error,
    attempt, failures, max_retries, retry_base_ms, retry_max_ms, timeout_seconds, created_at, run_at, started_at,
    finished_at, worker_id, NULL::timestamptz AS last_heartbeat_at, cancel_requested, progress_percent, progress_message,
    tags, schedule_id, replay_of, unique_key
FROM millrace.job_archive
WHERE id = $1::uuid AND finished_at >= $2::timestamptz
