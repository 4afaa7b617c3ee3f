-- Lists the attempts of one job that did not simply succeed, oldest first.
-- Parameters: $1 job id.
SELECT attempt, worker_id, started_at, finished_at, outcome, error::text AS error
FROM millrace.attempt
WHERE job_id = $1::uuid
ORDER BY attempt
