-- Takes unique keys for jobs that are about to be live. A key that is being taken or freed by another transaction is waited
-- for; keys are taken in order, so that two sessions that want the same ones do not wait for each other.
-- Parameters, one array element a key: $1 key, $2 job id. Returns those that were taken.
INSERT INTO millrace.unique_key (key, job_id)
SELECT key, job_id
FROM unnest($1::text[], $2::uuid[]) AS asked (key, job_id)
ORDER BY key, job_id
ON CONFLICT (key) DO NOTHING
RETURNING key, job_id
