-- Makes due jobs ready: scheduled ones whose time has come, and retrying ones whose ticket was lost or came early.
-- Parameters: $1 how many at most, $2 how long in s the promoting process may publish before the relay does.
-- Safe on every replica at once: rows that another session holds are skipped.
-- Returns the ids that are ready, each with the ticket that announces it.
WITH due AS MATERIALIZED (
    SELECT id FROM millrace.job
    WHERE due_at <= now()
    ORDER BY due_at
    LIMIT $1::integer
    FOR NO KEY UPDATE SKIP LOCKED
), changed AS (
    UPDATE millrace.job
    SET status = 'pending', due_at = NULL
    FROM due
    WHERE job.id = due.id AND job.status IN ('scheduled', 'retrying')
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
    SELECT id, queue, priority, job_ids, now() + $2::float8 * interval '1 second'
    FROM ticket
)
SELECT ready.id, ready.queue, ready.priority, ticket.id AS ticket_id
FROM ready
JOIN ticket USING (queue, priority, ticket_size, chunk)
