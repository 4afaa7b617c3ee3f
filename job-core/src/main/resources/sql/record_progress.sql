-- Records how far attempts have come.
-- Parameters, one array element an attempt: $1 job id, $2 attempt, $3 percent, $4 message.
-- Fence: status = 'running' AND attempt = $2. A row that another session holds is skipped; the next heartbeat says more.
WITH told AS (
    SELECT * FROM unnest($1::uuid[], $2::integer[], $3::smallint[], $4::text[]) AS t (id, attempt, percent, message)
), locked AS MATERIALIZED (
    SELECT id FROM millrace.job WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE millrace.job
SET progress_percent = told.percent, progress_message = told.message
FROM told, locked
WHERE job.id = locked.id AND job.id = told.id AND job.status = 'running' AND job.attempt = told.attempt
