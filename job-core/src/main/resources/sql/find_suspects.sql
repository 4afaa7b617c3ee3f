-- Finds those jobs that claim_jobs.sql would claim but for the workers that were lost while they ran them.
-- Parameters: $1 job ids, $2 how many lost workers in a row make a suspect.
SELECT id
FROM millrace.job
WHERE id = ANY ($1::uuid[])
    AND (status = 'pending' OR (status = 'retrying' AND run_at <= now()))
    AND NOT cancel_requested
    AND crash_count >= $2::smallint
    AND NOT EXISTS (SELECT FROM millrace.queue WHERE queue.name = job.queue AND queue.paused_at IS NOT NULL)
