-- Waits until every transaction that is open now has ended, and holds nobody up meanwhile.
SET lock_timeout = 0;
CREATE INDEX CONCURRENTLY next_job_queue ON millrace.job (queue, job_type) WHERE dead_at IS NULL;
