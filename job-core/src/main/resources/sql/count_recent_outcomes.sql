-- Counts what happened since the beginning of the last whole minute: jobs by queue and outcome, and how long attempts that
-- ended had waited and run. Counts that are not folded yet are included; of those, at most 100,000 rows are read, should
-- nobody fold them. Returns at least one row; its measure is null when nothing happened.
WITH span AS MATERIALIZED (
    SELECT date_trunc('minute', now()) - interval '1 minute' AS since
), counted AS (
    SELECT measure, CASE measure WHEN 'jobs' THEN queue ELSE '' END AS queue,
        CASE measure WHEN 'jobs' THEN outcome ELSE '' END AS outcome, bucket, jobs
    FROM millrace.rollup_slot
    WHERE minutes = 1 AND measure IN ('jobs', 'wait', 'run') AND slot >= (SELECT since FROM span)
    UNION ALL
    SELECT kept.measure, kept.queue, kept.outcome, kept.bucket, unfolded.jobs
    FROM (SELECT * FROM millrace.rollup_delta LIMIT 100000) AS unfolded
    CROSS JOIN LATERAL (
        VALUES ('jobs', unfolded.queue, unfolded.outcome, 0::smallint), ('wait', '', '', unfolded.wait_bucket),
            ('run', '', '', unfolded.run_bucket)
    ) AS kept (measure, queue, outcome, bucket)
    WHERE unfolded.minute >= (SELECT since FROM span)
        AND (kept.measure = 'jobs' OR unfolded.outcome IN ('completed', 'retried', 'dead'))
)
SELECT span.since, extract(epoch FROM now() - span.since)::float8 AS span_seconds, counted.measure, counted.queue,
    counted.outcome, counted.bucket, sum(counted.jobs)::bigint AS jobs
FROM span
LEFT JOIN counted ON true
GROUP BY span.since, counted.measure, counted.queue, counted.outcome, counted.bucket
