-- Makes dead and retrying jobs ready at once, with a renewed retry budget and their history kept.
-- Parameters, one array element a job: $1 id, $2 attempt; for all: $3 how long in s the calling process may publish before
--   the relay does. The rows must be locked.
-- Fence: status IN ('dead', 'retrying') AND attempt = $2. A dead job whose unique key another one holds stays dead.
-- Returns the ids that are ready, each with the ticket that announces it.
WITH allowed AS MATERIALIZED (
    SELECT job.id, job.status, job.unique_key
    FROM millrace.job
    JOIN unnest($1::uuid[], $2::integer[]) AS asked (id, attempt) ON asked.id = job.id AND asked.attempt = job.attempt
    WHERE job.id = ANY ($1::uuid[]) AND job.status IN ('dead', 'retrying')
), taken AS (
    INSERT INTO millrace.unique_key (key, job_id)
    SELECT unique_key, id FROM allowed
    WHERE status = 'dead' AND unique_key IS NOT NULL
    ORDER BY unique_key, id
    ON CONFLICT DO NOTHING
    RETURNING job_id
), changed AS (
    UPDATE millrace.job
    SET status = 'pending', failures = 0, crash_count = 0, run_at = now(), due_at = NULL, dead_at = NULL
    FROM allowed
    WHERE job.id = ANY ($1::uuid[])
        AND job.id = allowed.id
        AND (allowed.status = 'retrying' OR allowed.unique_key IS NULL OR job.id IN (SELECT job_id FROM taken))
    RETURNING job.id, job.queue, job.priority, job.job_type
), ready AS MATERIALIZED (
    SELECT id, queue, priority, ticket_size,
        (row_number() OVER (PARTITION BY queue, priority, ticket_size ORDER BY id) - 1) / ticket_size AS chunk
    FROM (
        SELECT changed.id, changed.queue, changed.priority, coalesce(job_type.ticket_size, 1) AS ticket_size
        FROM changed
        LEFT JOIN millrace.job_type ON job_type.name = changed.job_type
    ) AS sized
), ticket AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, queue, priority, ticket_size, chunk, array_agg(id ORDER BY id) AS job_ids
    FROM ready
    GROUP BY queue, priority, ticket_size, chunk
), announced AS (
    INSERT INTO millrace.outbox (id, queue, priority, job_ids, due_at)
    SELECT id, queue, priority, job_ids, now() + $3::float8 * interval '1 second'
    FROM ticket
), counted AS (
    INSERT INTO millrace.rollup_delta (minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs)
    SELECT date_trunc('minute', now()), queue, job_type, 'retried_by_hand', 0, 0, count(*)
    FROM changed
    GROUP BY queue, job_type
)
SELECT ready.id, ready.queue, ready.priority, ticket.id AS ticket_id
FROM ready
JOIN ticket USING (queue, priority, ticket_size, chunk)
