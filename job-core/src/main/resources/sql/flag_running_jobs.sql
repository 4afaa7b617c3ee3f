-- Flags running jobs for cancel; their workers see it with their next heartbeat.
-- Parameters, one array element a job: $1 id, $2 attempt. The rows must be locked.
-- Fence: status = 'running' AND attempt = $2. Returns the ids that are flagged by it.
UPDATE millrace.job
SET cancel_requested = true
FROM unnest($1::uuid[], $2::integer[]) AS asked (id, attempt)
WHERE job.id = ANY ($1::uuid[])
    AND job.id = asked.id
    AND job.attempt = asked.attempt
    AND job.status = 'running'
    AND NOT job.cancel_requested
RETURNING job.id
