-- Ends jobs that no attempt holds: cancels waiting ones, or discards dead ones.
-- Parameters, one array element a job: $1 id, $2 attempt; for all: $3 the statuses they may have, $4 final status.
--   The rows must be locked.
-- Fence: attempt = $2 AND status = ANY ($3), which is never 'running'. Returns the ids that ended.
WITH asked AS (
    SELECT * FROM unnest($1::uuid[], $2::integer[]) AS a (id, attempt)
), moved AS (
    DELETE FROM millrace.job
    USING asked
    WHERE job.id = ANY ($1::uuid[])
        AND job.id = asked.id
        AND job.attempt = asked.attempt
        AND job.status = ANY ($3::text[])
        AND job.status <> 'running'
    RETURNING job.*
), freed AS (
    DELETE FROM millrace.unique_key
    USING moved
    WHERE unique_key.key = moved.unique_key AND unique_key.job_id = moved.id
), archived AS (
    INSERT INTO millrace.job_archive (
        id, job_type, queue, priority, status, payload, attempt, failures, max_retries, retry_base_ms, retry_max_ms,
        timeout_seconds, created_at, run_at, started_at, finished_at, worker_id, cancel_requested, progress_percent,
        progress_message, error, tags, schedule_id, replay_of, traceparent, unique_key
    )
    SELECT
        id, job_type, queue, priority, $4::text, payload, attempt, failures, max_retries, retry_base_ms, retry_max_ms,
        timeout_seconds, created_at, run_at, started_at, now(), worker_id, $4::text = 'canceled', progress_percent,
        progress_message, error, tags, schedule_id, replay_of, traceparent, unique_key
    FROM moved
), counted AS (
    INSERT INTO millrace.rollup_delta (minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs)
    SELECT date_trunc('minute', now()), queue, job_type, $4::text, 0, 0, count(*)
    FROM moved
    GROUP BY queue, job_type
)
SELECT id FROM moved
