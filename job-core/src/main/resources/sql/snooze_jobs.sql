-- Ends attempts without a verdict; no failure is counted.
-- Parameters, one array element a job: $1 id, $2 attempt, $3 delay in s, $4 whether its handler asked for it. When not, the
--   worker could not run the job: its crashes stay counted, and no attempt is noted.
-- Fence: status = 'running' AND attempt = $2. A job flagged for cancel is left for end_jobs.sql.
-- Returns the ids that now wait; an id that is missing was fenced off or flagged.
WITH ended AS MATERIALIZED (
    SELECT e.*
    FROM (
        SELECT * FROM unnest($1::uuid[], $2::integer[], $3::float8[], $4::boolean[])
            AS asked (id, attempt, delay_seconds, by_handler)
        ORDER BY id
    ) AS e
    CROSS JOIN LATERAL (SELECT FROM millrace.job WHERE job.id = e.id FOR NO KEY UPDATE) AS job
), changed AS (
    UPDATE millrace.job
    SET status = 'scheduled', crash_count = CASE WHEN ended.by_handler THEN 0 ELSE job.crash_count END,
        run_at = now() + ended.delay_seconds * interval '1 second',
        due_at = now() + ended.delay_seconds * interval '1 second'
    FROM ended
    WHERE job.id = ANY (ARRAY(SELECT id FROM ended))
        AND job.id = ended.id
        AND job.status = 'running'
        AND job.attempt = ended.attempt
        AND NOT job.cancel_requested
    RETURNING job.id, job.attempt, job.worker_id, job.started_at, job.queue, job.job_type, ended.by_handler
), noted AS (
    INSERT INTO millrace.attempt (job_id, attempt, worker_id, started_at, finished_at, outcome)
    SELECT id, attempt, worker_id, started_at, now(), 'released'
    FROM changed
    WHERE by_handler
), counted AS (
    INSERT INTO millrace.rollup_delta (minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs)
    SELECT date_trunc('minute', now()), queue, job_type, 'snoozed', 0, 0, count(*)
    FROM changed
    GROUP BY queue, job_type
)
SELECT id, attempt FROM changed
