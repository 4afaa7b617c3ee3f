-- Claims ready jobs for a worker: begins an attempt of each.
-- Parameters: $1 job ids, $2 worker id, $3 those of $1 that may be claimed although so many workers in a row were lost while they
--   ran them as $4 says.
-- Fence: makes the new one (attempt + 1). Rows that are not ready, flagged for cancel, or of a paused queue stay as they
-- are and are not returned. Rows are locked in id order, so that two claimers of the same ids cannot deadlock.
WITH locked AS MATERIALIZED (
    SELECT id FROM millrace.job WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
)
UPDATE millrace.job
SET status = 'running', attempt = job.attempt + 1, worker_id = $2::uuid, started_at = now(), due_at = NULL,
    progress_percent = NULL, progress_message = NULL
WHERE job.id = ANY (ARRAY(SELECT id FROM locked))
    AND (job.status = 'pending' OR (job.status = 'retrying' AND job.run_at <= now()))
    AND NOT job.cancel_requested
    AND (job.crash_count < $4::smallint OR job.id = ANY ($3::uuid[]))
    AND NOT EXISTS (SELECT FROM millrace.queue WHERE queue.name = job.queue AND queue.paused_at IS NOT NULL)
RETURNING job.id, job.job_type, job.queue, job.priority, job.payload::text AS payload, job.attempt, job.failures,
    job.crash_count, job.max_retries, job.retry_base_ms, job.retry_max_ms, job.timeout_seconds, job.run_at,
    job.started_at, job.traceparent
