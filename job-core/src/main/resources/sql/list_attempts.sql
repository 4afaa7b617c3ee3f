-- Lists attempts of one job that did not simply succeed, oldest first, by the primary key.
-- Parameters: $1 job id, $2 the attempt after which to begin, $3 how many at most.
SELECT attempt, worker_id, started_at, finished_at, outcome, error::text AS error
FROM millrace.attempt
WHERE job_id = $1::uuid AND attempt > $2::integer
ORDER BY attempt
LIMIT $3::integer
