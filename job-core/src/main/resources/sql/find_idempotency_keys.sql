-- What was answered under idempotency keys. Run after lock_idempotency_keys.sql, in a statement of its own, so that it sees
-- what whoever held them before has committed.
-- Parameters, one array element a key: $1 owner, $2 key.
SELECT owner, key, encode(request_hash, 'hex') AS request_hash, created_at, job_ids, job_statuses, job_run_ats,
    answer_status, answer_location, answer_body
FROM unnest($1::text[], $2::text[]) AS asked (owner, key)
JOIN millrace.idempotency_key USING (owner, key)
