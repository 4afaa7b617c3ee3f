-- Folds counts into the rollup and the totals, each exactly once: they leave rollup_delta in the statement that adds them.
-- Parameters: $1 how many at most. Returns how many were folded.
-- Safe on every replica at once: deltas that another session holds are skipped, and rollup rows are written in the order
-- of their key, so that two sessions cannot deadlock. Deltas are never updated, so that a locked row stays where it is.
WITH locked AS MATERIALIZED (
    SELECT ctid FROM millrace.rollup_delta LIMIT $1::integer FOR UPDATE SKIP LOCKED
), taken AS (
    DELETE FROM millrace.rollup_delta
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM locked))
    RETURNING minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs
), folded AS (
    INSERT INTO millrace.rollup (minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs)
    SELECT minute, queue, job_type, outcome, wait_bucket, run_bucket, sum(jobs)::bigint
    FROM taken
    GROUP BY minute, queue, job_type, outcome, wait_bucket, run_bucket
    ORDER BY minute, queue, job_type, outcome, wait_bucket, run_bucket
    ON CONFLICT (minute, queue, job_type, outcome, wait_bucket, run_bucket)
    DO UPDATE SET jobs = rollup.jobs + excluded.jobs
), totalled AS (
    INSERT INTO millrace.outcome_total (outcome, jobs)
    SELECT outcome, sum(jobs)::bigint
    FROM taken
    GROUP BY outcome
    ORDER BY outcome
    ON CONFLICT (outcome) DO UPDATE SET jobs = outcome_total.jobs + excluded.jobs
)
SELECT count(*)::integer AS folded FROM taken
