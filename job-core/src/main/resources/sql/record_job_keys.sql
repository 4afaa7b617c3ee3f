-- Notes what was decided about the jobs of requests that carried an idempotency key. Run in the transaction that accepts
-- the jobs and holds the keys.
-- Parameters: one array element a request: $1 owner, $2 key, $3 hash of the request (hex); one array element a job:
--   $4 the request's place in $1, from 1, $5 job id, $6 status, $7 run_at.
INSERT INTO millrace.idempotency_key (owner, key, request_hash, job_ids, job_statuses, job_run_ats)
SELECT request.owner, request.key, decode(request.request_hash, 'hex'),
    array_agg(decided.job_id ORDER BY decided.place),
    array_agg(decided.status ORDER BY decided.place),
    array_agg(decided.run_at ORDER BY decided.place)
FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS request (owner, key, request_hash, place)
JOIN unnest($4::integer[], $5::uuid[], $6::text[], $7::timestamptz[]) WITH ORDINALITY
    AS decided (request, job_id, status, run_at, place) ON decided.request = request.place
GROUP BY request.owner, request.key, request.request_hash
