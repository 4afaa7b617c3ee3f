-- Tells a worker which of the attempts in its hands it should stop.
-- Parameters, one array element an attempt: $1 job id, $2 attempt.
-- Returns those that are flagged for cancel (flagged) and those that are no longer its own (not flagged).
SELECT held.id, held.attempt, job.id IS NOT NULL AS flagged
FROM unnest($1::uuid[], $2::integer[]) AS held (id, attempt)
LEFT JOIN millrace.job ON job.id = held.id AND job.status = 'running' AND job.attempt = held.attempt
WHERE job.id IS NULL OR job.cancel_requested
