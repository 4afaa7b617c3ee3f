-- Gives unique keys back that this transaction has taken for jobs which are not accepted after all.
-- Parameters, one array element a key: $1 key, $2 job id.
DELETE FROM millrace.unique_key
USING unnest($1::text[], $2::uuid[]) AS given (key, job_id)
WHERE unique_key.key = given.key AND unique_key.job_id = given.job_id
