-- Notes the job of a schedule that was run by hand; no tick of it.
-- Parameters: $1 id, $2 job id.
UPDATE millrace.schedule SET last_job_id = $2::uuid, last_job_at = now() WHERE id = $1::uuid
