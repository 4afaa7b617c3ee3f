-- Sums up what has ever happened, by outcome. Counts that are not folded yet are included; of those, at most 100,000 rows
-- are read, should nobody fold them.
SELECT outcome, sum(jobs)::bigint AS jobs
FROM (
    SELECT outcome, jobs FROM millrace.outcome_total
    UNION ALL
    (SELECT outcome, jobs FROM millrace.rollup_delta LIMIT 100000)
) AS counted
GROUP BY outcome
