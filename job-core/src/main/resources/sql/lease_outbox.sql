-- Takes tickets that their own process has not published in time, and leases them to the calling relay: no other takes
-- them until the lease ends. No row lock is held while they are published.
-- Parameters: $1 how many at most, $2 lease in s.
WITH due AS MATERIALIZED (
    SELECT id FROM millrace.outbox
    WHERE due_at <= now()
    ORDER BY due_at
    LIMIT $1::integer
    FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE millrace.outbox
SET due_at = now() + $2::float8 * interval '1 second'
FROM due
WHERE outbox.id = due.id
RETURNING outbox.id, outbox.queue, outbox.priority, outbox.job_ids
