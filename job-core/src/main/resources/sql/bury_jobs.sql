-- Ends failed attempts whose jobs may not try again: they become dead letters.
-- Parameters, one array element a job: $1 id, $2 attempt, $3 outcome (failed, timed_out or lost), $4 error (JSON text),
--   $5 failures to add (0 when lost), $6 crashes to add.
-- Fence: status = 'running' AND attempt = $2. A job flagged for cancel is left for end_jobs.sql. The unique key is freed.
-- Returns the ids that died; an id that is missing was fenced off or flagged.
WITH ended AS MATERIALIZED (
    SELECT e.*
    FROM (
        SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::integer[], $6::integer[])
            AS asked (id, attempt, outcome, error, failures, crashes)
        ORDER BY id
    ) AS e
    CROSS JOIN LATERAL (SELECT FROM millrace.job WHERE job.id = e.id FOR NO KEY UPDATE) AS job
), changed AS (
    UPDATE millrace.job
    SET status = 'dead', dead_at = now(), due_at = NULL, failures = job.failures + ended.failures,
        crash_count = job.crash_count + ended.crashes, error = ended.error::jsonb,
        fingerprint = ended.error::jsonb ->> 'fingerprint'
    FROM ended
    WHERE job.id = ANY (ARRAY(SELECT id FROM ended))
        AND job.id = ended.id
        AND job.status = 'running'
        AND job.attempt = ended.attempt
        AND NOT job.cancel_requested
    RETURNING job.id, job.attempt, job.worker_id, job.started_at, job.run_at, job.queue, job.job_type, job.error,
        job.unique_key, ended.outcome
), noted AS (
    INSERT INTO millrace.attempt (job_id, attempt, worker_id, started_at, finished_at, outcome, error)
    SELECT id, attempt, worker_id, started_at, now(), outcome, error
    FROM changed
), freed AS (
    DELETE FROM millrace.unique_key
    USING changed
    WHERE unique_key.key = changed.unique_key AND unique_key.job_id = changed.id
), counted AS (
    INSERT INTO millrace.rollup_delta (minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs)
    SELECT date_trunc('minute', now()), queue, job_type, 'dead',
        millrace.duration_bucket(started_at - run_at), millrace.duration_bucket(now() - started_at), count(*)
    FROM changed
    GROUP BY 2, 3, 4, 5, 6
)
SELECT id, attempt FROM changed
