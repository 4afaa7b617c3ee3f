-- Reads again what a claim whose reply was lost may have claimed.
-- Parameters: $1 job ids, $2 worker id. Returns those that run under this worker, as claim_jobs.sql would have.
SELECT id, job_type, queue, priority, payload::text AS payload, attempt, failures, crash_count, max_retries,
    retry_base_ms, retry_max_ms, timeout_seconds, run_at, started_at, traceparent
FROM millrace.job
WHERE id = ANY ($1::uuid[]) AND status = 'running' AND worker_id = $2::uuid
