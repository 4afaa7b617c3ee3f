-- Lists the job types of which most attempts failed lately.
-- Parameters: $1 how long ago in minutes, $2 how many types at most.
-- From whole minutes of the rollup, which is a few seconds behind.
SELECT job_type, sum(jobs) FILTER (WHERE outcome IN ('retried', 'dead'))::bigint AS failed,
    sum(jobs)::bigint AS ended
FROM millrace.rollup_slot
WHERE minutes = 1 AND measure = 'jobs' AND outcome IN ('completed', 'retried', 'dead')
    AND slot >= date_trunc('minute', now()) - $1::integer * interval '1 minute'
GROUP BY job_type
HAVING sum(jobs) FILTER (WHERE outcome IN ('retried', 'dead')) > 0
ORDER BY 2 DESC, 1
LIMIT $2::integer
