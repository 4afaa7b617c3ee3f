-- Ends one job that no attempt holds: cancels a scheduled, pending or retrying one, or discards a dead one.
-- Parameters: $1 id, $2 the status it must still have, $3 final status.
-- Fence: status = $2, which is never 'running'. The unique key is freed. Returns the id when it ended.
WITH moved AS (
    DELETE FROM millrace.job WHERE id = $1::uuid AND status = $2::text AND status <> 'running' RETURNING *
), archived AS (
    INSERT INTO millrace.job_archive (
        id, job_type, queue, priority, status, payload, attempt, failures, max_retries, retry_base_ms, retry_max_ms,
        timeout_seconds, created_at, run_at, started_at, finished_at, worker_id, cancel_requested, progress_percent,
        progress_message, error, tags, schedule_id, replay_of, traceparent, unique_key
    )
    SELECT
        id, job_type, queue, priority, $3::text, payload, attempt, failures, max_retries, retry_base_ms, retry_max_ms,
        timeout_seconds, created_at, run_at, started_at, now(), worker_id, $3::text = 'canceled', progress_percent,
        progress_message, error, tags, schedule_id, replay_of, traceparent, unique_key
    FROM moved
), freed AS (
    DELETE FROM millrace.unique_key
    USING moved
    WHERE unique_key.key = moved.unique_key AND unique_key.job_id = moved.id
), counted AS (
    INSERT INTO millrace.rollup_delta (minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs)
    SELECT date_trunc('minute', now()), queue, job_type, $3::text, 0, 0, 1
    FROM moved
)
SELECT id FROM moved
