-- Folds counts into the slots of the rollup and the totals, each exactly once: they leave rollup_delta in the statement
-- that adds them.
-- Parameters: $1 how many at most. Returns how many were folded.
-- Only attempts that ended tell how long they waited and ran.
-- Safe on every replica at once: deltas that another session holds are skipped, and rollup rows are written in the order
-- of their key, so that two sessions cannot deadlock. Deltas are never updated, so that a locked row stays where it is.
WITH locked AS MATERIALIZED (
    SELECT ctid FROM millrace.rollup_delta LIMIT $1::integer FOR UPDATE SKIP LOCKED
), taken AS (
    DELETE FROM millrace.rollup_delta
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM locked))
    RETURNING minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs
), joint AS MATERIALIZED (
    SELECT minute, queue, job_type, outcome, wait_bucket, run_bucket, sum(jobs) AS jobs
    FROM taken
    GROUP BY minute, queue, job_type, outcome, wait_bucket, run_bucket
), spread AS MATERIALIZED (
    SELECT kept.measure, joint.minute, joint.queue, joint.job_type, joint.outcome, kept.bucket, sum(joint.jobs) AS jobs
    FROM joint
    CROSS JOIN LATERAL (
        VALUES ('jobs', 0::smallint), ('wait', joint.wait_bucket), ('run', joint.run_bucket)
    ) AS kept (measure, bucket)
    WHERE kept.measure = 'jobs' OR joint.outcome IN ('completed', 'retried', 'dead')
    GROUP BY 1, 2, 3, 4, 5, 6
), folded AS (
    INSERT INTO millrace.rollup_slot (minutes, measure, slot, queue, job_type, outcome, bucket, jobs)
    SELECT level.minutes, spread.measure, date_bin(level.minutes * interval '1 minute', spread.minute, 'epoch'),
        spread.queue, spread.job_type, spread.outcome, spread.bucket, sum(spread.jobs)::bigint
    FROM spread
    CROSS JOIN (VALUES (1::smallint), (15::smallint), (60::smallint), (1440::smallint)) AS level (minutes)
    GROUP BY 1, 2, 3, 4, 5, 6, 7
    ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (minutes, measure, slot, queue, job_type, outcome, bucket)
    DO UPDATE SET jobs = rollup_slot.jobs + excluded.jobs
), totalled AS (
    INSERT INTO millrace.outcome_total (outcome, jobs)
    SELECT outcome, sum(jobs)::bigint
    FROM taken
    GROUP BY outcome
    ORDER BY outcome
    ON CONFLICT (outcome) DO UPDATE SET jobs = outcome_total.jobs + excluded.jobs
)
SELECT count(*)::integer AS folded FROM taken
