-- Writes lines of one worker, in their order.
-- Parameters: $1 worker id, $2 the write's number, ever growing; then one array element a line: $3 job id, $4 attempt,
--   $5 job type, $6 queue, $7 level, $8 when, $9 message, $10 fields as JSON or null.
-- Fence: a write whose number is not above the worker's last one has been carried out already.
WITH turn AS (
    INSERT INTO millrace.job_log_writer AS writer (worker_id, last_write)
    VALUES ($1::uuid, $2::bigint)
    ON CONFLICT (worker_id) DO UPDATE SET last_write = excluded.last_write
    WHERE writer.last_write < excluded.last_write
    RETURNING worker_id
)
INSERT INTO millrace.job_log
    (job_id, attempt, worker_id, job_type, queue, level, logged_at, message, fields, line)
SELECT said.job_id, said.attempt, turn.worker_id, said.job_type, said.queue, said.level, said.logged_at, said.message,
    said.fields::jsonb, said.line
FROM turn, unnest($3::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::text[],
    $10::text[]) WITH ORDINALITY AS said (job_id, attempt, job_type, queue, level, logged_at, message, fields, line)
