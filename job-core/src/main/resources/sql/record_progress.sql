-- Records how far attempts have come.
-- Parameters, one array element an attempt: $1 job id, $2 attempt, $3 percent, $4 message.
-- Fence: status = 'running' AND attempt = $2. A row that another session holds is skipped; the next heartbeat says more.
WITH told AS MATERIALIZED (
    SELECT e.*
    FROM (
        SELECT * FROM unnest($1::uuid[], $2::integer[], $3::smallint[], $4::text[])
            AS asked (id, attempt, percent, message)
        ORDER BY id
    ) AS e
    CROSS JOIN LATERAL (SELECT FROM millrace.job WHERE job.id = e.id FOR NO KEY UPDATE SKIP LOCKED) AS job
)
UPDATE millrace.job
SET progress_percent = told.percent, progress_message = told.message
FROM told
WHERE job.id = ANY (ARRAY(SELECT id FROM told))
    AND job.id = told.id
    AND job.status = 'running'
    AND job.attempt = told.attempt
