-- Replaces the snapshot of how many live jobs stand where.
-- Parameters: $1 age in s from which a snapshot is worth replacing.
-- Safe on every replica at once: only the one that gets the advisory lock measures; for the others the measuring is
-- planned but not executed. Rows of groups that have vanished are removed. Returns how many groups there are and how long
-- measuring took in s, or nothing when another replica measures or has measured just now.
WITH turn AS MATERIALIZED (
    SELECT NOT EXISTS (
            SELECT FROM millrace.depth WHERE measured_at > now() - $1::float8 * interval '1 second'
        ) AND pg_try_advisory_xact_lock(hashtextextended('millrace.measure_depth', 0)) AS mine
), measured AS MATERIALIZED (
    SELECT queue, priority, status, count(*) AS jobs, min(run_at) AS oldest_run_at
    FROM millrace.job
    WHERE (SELECT mine FROM turn)
    GROUP BY queue, priority, status
), vanished AS (
    DELETE FROM millrace.depth
    WHERE (SELECT mine FROM turn)
        AND NOT EXISTS (
            SELECT FROM measured
            WHERE measured.queue = depth.queue
                AND measured.priority = depth.priority
                AND measured.status = depth.status
        )
), written AS (
    INSERT INTO millrace.depth (queue, priority, status, jobs, oldest_run_at, measured_at)
    SELECT queue, priority, status, jobs, oldest_run_at, now()
    FROM measured
    ON CONFLICT (queue, priority, status) DO UPDATE SET
        jobs = excluded.jobs, oldest_run_at = excluded.oldest_run_at, measured_at = excluded.measured_at
)
SELECT counted.groups::integer AS groups, extract(epoch FROM clock_timestamp() - now())::float8 AS seconds
FROM turn, (SELECT count(*) AS groups FROM measured) AS counted
WHERE turn.mine
