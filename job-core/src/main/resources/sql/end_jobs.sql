-- Ends running jobs for good: moves them to the archive in one statement, so that each can end only once.
-- Parameters, one array element a job: $1 id, $2 attempt, $3 final status, $4 result (JSON text) or null,
--   $5 error (JSON text) or null to keep the last one.
-- Fence: status = 'running' AND attempt = $2. A cancel is taken only by a job flagged for it; a discard of a flagged job
-- becomes a cancel. The unique key is freed. Returns the ids that ended; an id that is missing was fenced off.
-- Each job is looked up by its id for its own row of parameters, and the rows are locked in that order: a join would leave it to
-- PostgreSQL's guess of how many jobs there are whether it walks them all.
WITH ended AS MATERIALIZED (
    SELECT job.*, e.result AS new_result, e.error AS new_error,
        CASE WHEN e.status = 'discarded' AND job.cancel_requested THEN 'canceled' ELSE e.status END AS final_status
    FROM (
        SELECT DISTINCT ON (id, attempt) *
        FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[])
            AS asked (id, attempt, status, result, error)
        ORDER BY id, attempt
    ) AS e
    CROSS JOIN LATERAL (
        SELECT *
        FROM millrace.job
        WHERE job.id = e.id
            AND job.status = 'running'
            AND job.attempt = e.attempt
            AND (e.status <> 'canceled' OR job.cancel_requested)
        FOR UPDATE
    ) AS job
), moved AS (
    DELETE FROM millrace.job WHERE id = ANY (ARRAY(SELECT id FROM ended))
), archived AS (
    INSERT INTO millrace.job_archive (
        id, job_type, queue, priority, status, payload, result, attempt, failures, max_retries, retry_base_ms,
        retry_max_ms, timeout_seconds, created_at, run_at, started_at, finished_at, worker_id, cancel_requested,
        progress_percent, progress_message, error, tags, schedule_id, replay_of, traceparent, unique_key
    )
    SELECT
        id, job_type, queue, priority, final_status, payload, new_result::jsonb, attempt, failures, max_retries,
        retry_base_ms, retry_max_ms, timeout_seconds, created_at, run_at, started_at, now(), worker_id, cancel_requested,
        progress_percent, progress_message, coalesce(new_error::jsonb, error), tags, schedule_id, replay_of, traceparent,
        unique_key
    FROM ended
), noted AS (
    INSERT INTO millrace.attempt (job_id, attempt, worker_id, started_at, finished_at, outcome, error)
    SELECT id, attempt, worker_id, started_at, now(), final_status, new_error::jsonb
    FROM ended
    WHERE final_status <> 'completed'
), freed AS (
    DELETE FROM millrace.unique_key
    USING ended
    WHERE unique_key.key = ended.unique_key AND unique_key.job_id = ended.id
), counted AS (
    INSERT INTO millrace.rollup_delta (minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs)
    SELECT date_trunc('minute', now()), queue, job_type, final_status,
        millrace.duration_bucket(started_at - run_at), millrace.duration_bucket(now() - started_at), count(*)
    FROM ended
    GROUP BY 2, 3, 4, 5, 6
)
SELECT id, attempt, final_status FROM ended
