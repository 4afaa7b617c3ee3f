-- Makes a dead or retrying job ready at once, with a renewed retry budget and its history kept.
-- Parameters: $1 id, $2 how long in s the calling process may publish before the relay does.
-- Fence: status IN ('dead', 'retrying'). Returns its lane and ticket when it is ready.
WITH changed AS (
    UPDATE millrace.job
    SET status = 'pending', failures = 0, crash_count = 0, run_at = now(), due_at = NULL, dead_at = NULL
    WHERE id = $1::uuid AND status IN ('dead', 'retrying')
    RETURNING id, queue, priority, job_type
), announced AS (
    INSERT INTO millrace.outbox (id, queue, priority, job_ids, due_at)
    SELECT gen_random_uuid(), queue, priority, ARRAY[id], now() + $2::float8 * interval '1 second'
    FROM changed
    RETURNING id
), counted AS (
    INSERT INTO millrace.rollup_delta (minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs)
    SELECT date_trunc('minute', now()), queue, job_type, 'retried_by_hand', 0, 0, 1
    FROM changed
)
SELECT changed.id, changed.queue, changed.priority, announced.id AS ticket_id
FROM changed, announced
