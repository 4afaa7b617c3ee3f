-- Takes the operation under way that has waited longest for a runner: a new one, or one whose runner is gone.
-- Parameters: $1 the lease in s. Safe on every replica at once.
-- Fence: makes the new one (run + 1). Returns nothing when all have their runner.
UPDATE millrace.bulk_operation
SET run = run + 1, runner_until = clock_timestamp() + $1::float8 * interval '1 second'
WHERE id = (
    SELECT id FROM millrace.bulk_operation
    WHERE state = 'running' AND (runner_until IS NULL OR runner_until < clock_timestamp())
    ORDER BY started_at
    LIMIT 1
    FOR NO KEY UPDATE SKIP LOCKED
)
RETURNING id, action, run
