-- Reads the lines of all jobs that have become visible since the poll before: exactly those that this statement's snapshot
-- shows and that one's did not, whatever the order in which their transactions began and ended. When there are more than are
-- wanted, the latest are read and the others only counted.
-- Parameters: $1 the snapshot of the poll before, or null to learn the present one; $2 the transaction below which nothing is
--   looked for, so that a transaction which stays open for long makes no poll read far back; $3 how many lines at most;
--   $4 how many are counted at most.
WITH fresh AS MATERIALIZED (
    SELECT job_id, attempt, worker_id, job_type, queue, level, logged_at, message, fields, xid, line
    FROM millrace.job_log
    WHERE written_at >= now() - interval '5 minutes' AND written_at < now() + interval '1 day'
        AND xid >= greatest(pg_snapshot_xmin($1::text::pg_snapshot), $2::text::xid8)
        AND NOT pg_visible_in_snapshot(xid, $1::text::pg_snapshot)
    ORDER BY xid DESC, line DESC
    LIMIT $3::integer
), counted AS (
    SELECT count(*) AS found
    FROM (
        SELECT
        FROM millrace.job_log
        WHERE written_at >= now() - interval '5 minutes' AND written_at < now() + interval '1 day'
            AND xid >= greatest(pg_snapshot_xmin($1::text::pg_snapshot), $2::text::xid8)
            AND NOT pg_visible_in_snapshot(xid, $1::text::pg_snapshot)
        LIMIT $4::integer
    ) AS visible
)
SELECT pg_current_snapshot()::text AS snapshot, pg_snapshot_xmax(pg_current_snapshot())::text AS newest, counted.found,
    fresh.job_id, fresh.attempt, fresh.worker_id, fresh.job_type, fresh.queue, fresh.level, fresh.logged_at,
    fresh.message, fresh.fields::text AS fields, fresh.xid::text AS xid, fresh.line
FROM counted
LEFT JOIN fresh ON true
ORDER BY fresh.xid, fresh.line
