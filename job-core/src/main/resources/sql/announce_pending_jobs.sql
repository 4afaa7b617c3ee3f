-- Announces pending jobs of a queue that was resumed, a part of them at a time: writes the outbox rows of their tickets and
-- moves the request on, in one transaction, so that a scheduler that dies loses nothing.
-- Parameters: $1 how long ago in s a resume must be, $2 how many ready or running jobs to look at, $3 how long in s the calling process
--   may publish before the relay does.
-- Walks the active jobs in the order of ids; an index leaves out those that are not ready and do not run. What is submitted behind the cursor announces itself, after the resume.
-- Safe on every replica at once: a request that another session holds is skipped.
-- Returns nothing when there is no request; else the tickets' jobs, or one row whose id is null when none was pending.
WITH asked AS MATERIALIZED (
    SELECT name, coalesce(announce_after, '00000000-0000-0000-0000-000000000000'::uuid) AS announced_to
    FROM millrace.queue
    WHERE announce_requested_at <= now() - $1::float8 * interval '1 second' AND paused_at IS NULL
    ORDER BY announce_requested_at
    LIMIT 1
    FOR NO KEY UPDATE SKIP LOCKED
), looked_at AS MATERIALIZED (
    SELECT asked.name, live.id, live.queue, live.priority, live.status, live.job_type
    FROM asked
    CROSS JOIN LATERAL (
        SELECT id, queue, priority, status, job_type
        FROM millrace.job
        WHERE id > asked.announced_to AND due_at IS NULL AND dead_at IS NULL
        ORDER BY id
        LIMIT $2::integer
    ) AS live
), moved AS (
    UPDATE millrace.queue
    SET announce_after = CASE
            WHEN looked.jobs = $2::integer THEN (SELECT id FROM looked_at ORDER BY id DESC LIMIT 1)
        END,
        announce_requested_at = CASE WHEN looked.jobs = $2::integer THEN queue.announce_requested_at END
    FROM asked, (SELECT count(*) AS jobs FROM looked_at) AS looked
    WHERE queue.name = asked.name
), ready AS MATERIALIZED (
    SELECT id, queue, priority, ticket_size,
        (row_number() OVER (PARTITION BY queue, priority, ticket_size ORDER BY id) - 1) / ticket_size AS chunk
    FROM (
        SELECT looked_at.id, looked_at.queue, looked_at.priority, coalesce(job_type.ticket_size, 1) AS ticket_size
        FROM looked_at
        LEFT JOIN millrace.job_type ON job_type.name = looked_at.job_type
        WHERE looked_at.queue = looked_at.name AND looked_at.status = 'pending'
    ) AS sized
), ticket AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, queue, priority, ticket_size, chunk, array_agg(id ORDER BY id) AS job_ids
    FROM ready
    GROUP BY queue, priority, ticket_size, chunk
), announced AS (
    INSERT INTO millrace.outbox (id, queue, priority, job_ids, due_at)
    SELECT id, queue, priority, job_ids, now() + $3::float8 * interval '1 second'
    FROM ticket
)
SELECT asked.name, announcing.id, announcing.queue, announcing.priority, announcing.ticket_id
FROM asked
LEFT JOIN (
    SELECT ready.id, ready.queue, ready.priority, ticket.id AS ticket_id
    FROM ready
    JOIN ticket USING (queue, priority, ticket_size, chunk)
) AS announcing ON true
