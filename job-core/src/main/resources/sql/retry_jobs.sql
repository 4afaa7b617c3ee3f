-- Ends failed attempts whose jobs may try again later.
-- Parameters, one array element a job: $1 id, $2 attempt, $3 outcome (failed or timed_out), $4 error (JSON text),
--   $5 delay in s, $6 grace in s after which the promoter steps in (the broker's timer was to wake it).
-- Fence: status = 'running' AND attempt = $2. A job flagged for cancel is left for end_jobs.sql.
-- Returns the ids that now wait; an id that is missing was fenced off or flagged.
WITH ended AS MATERIALIZED (
    SELECT e.*, job.run_at AS waited_since
    FROM (
        SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::float8[], $6::float8[])
            AS asked (id, attempt, outcome, error, delay_seconds, grace_seconds)
        ORDER BY id
    ) AS e
    CROSS JOIN LATERAL (SELECT run_at FROM millrace.job WHERE job.id = e.id FOR NO KEY UPDATE) AS job
), changed AS (
    UPDATE millrace.job
    SET status = 'retrying', failures = job.failures + 1, crash_count = 0, error = ended.error::jsonb,
        run_at = now() + ended.delay_seconds * interval '1 second',
        due_at = now() + (ended.delay_seconds + ended.grace_seconds) * interval '1 second'
    FROM ended
    WHERE job.id = ANY (ARRAY(SELECT id FROM ended))
        AND job.id = ended.id
        AND job.status = 'running'
        AND job.attempt = ended.attempt
        AND NOT job.cancel_requested
    RETURNING job.id, job.attempt, job.worker_id, job.started_at, job.queue, job.job_type, job.error, ended.outcome,
        ended.waited_since
), noted AS (
    INSERT INTO millrace.attempt (job_id, attempt, worker_id, started_at, finished_at, outcome, error)
    SELECT id, attempt, worker_id, started_at, now(), outcome, error
    FROM changed
), counted AS (
    INSERT INTO millrace.rollup_delta (minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs)
    SELECT date_trunc('minute', now()), queue, job_type, 'retried',
        millrace.duration_bucket(started_at - waited_since), millrace.duration_bucket(now() - started_at), count(*)
    FROM changed
    GROUP BY 2, 3, 4, 5, 6
)
SELECT id, attempt FROM changed
