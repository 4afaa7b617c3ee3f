-- Counts what happened since the beginning of the last whole minute, by outcome and by how long jobs waited and ran.
-- Counts that are not folded yet are included; of those, at most 100,000 rows are read, should nobody fold them.
-- Returns at least one row; its outcome is null when nothing happened.
WITH span AS MATERIALIZED (
    SELECT date_trunc('minute', now()) - interval '1 minute' AS since
), counted AS (
    SELECT outcome, wait_bucket, run_bucket, jobs
    FROM millrace.rollup
    WHERE minute >= (SELECT since FROM span)
    UNION ALL
    SELECT outcome, wait_bucket, run_bucket, jobs
    FROM (SELECT * FROM millrace.rollup_delta LIMIT 100000) AS unfolded
    WHERE minute >= (SELECT since FROM span)
)
SELECT span.since, extract(epoch FROM now() - span.since)::float8 AS span_seconds, counted.outcome, counted.wait_bucket,
    counted.run_bucket, sum(counted.jobs)::bigint AS jobs
FROM span
LEFT JOIN counted ON true
GROUP BY span.since, counted.outcome, counted.wait_bucket, counted.run_bucket
