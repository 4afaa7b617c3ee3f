-- Announces again pending jobs of a lane whose tickets are lost, a part of them at a time: writes the outbox rows of their new
-- tickets, oldest jobs first.
-- Parameters: $1 queue, $2 priority, $3 until when the jobs had become ready, $4 the job after which to look, $5 how many active
--   jobs to look at, $6 how long in s a job is not announced again after the first time, which doubles with each further time,
--   $7 for how long at most, $8 how long in s the calling process may publish before the relay does.
-- Leaves out jobs whose ticket is still in the outbox. Safe on every replica at once: of two that announce the same job the
-- second finds the other's note.
-- Returns nothing at the end of the table; else the last job looked at, with each job that is announced.
WITH looked_at AS MATERIALIZED (
    SELECT id, queue, priority, status, run_at, job_type
    FROM millrace.job
    WHERE id > $4::uuid AND due_at IS NULL AND dead_at IS NULL
    ORDER BY id
    LIMIT $5::integer
), in_outbox AS MATERIALIZED (
    SELECT DISTINCT unnest(job_ids) AS id
    FROM millrace.outbox
    WHERE queue = $1::text AND priority = $2::smallint
), lost AS MATERIALIZED (
    SELECT id, job_type
    FROM looked_at
    WHERE queue = $1::text AND priority = $2::smallint AND status = 'pending' AND run_at <= $3::timestamptz
        AND NOT EXISTS (SELECT FROM in_outbox WHERE in_outbox.id = looked_at.id)
), noted AS (
    INSERT INTO millrace.reannouncement AS earlier (job_id, announced_at, times)
    SELECT id, now(), 1
    FROM lost
    ORDER BY id
    ON CONFLICT (job_id) DO UPDATE SET announced_at = now(), times = least(earlier.times + 1, 100)
    WHERE earlier.announced_at
        <= now() - least($6::float8 * 2 ^ (earlier.times - 1), $7::float8) * interval '1 second'
    RETURNING job_id
), ready AS MATERIALIZED (
    SELECT id, ticket_size, (row_number() OVER (PARTITION BY ticket_size ORDER BY id) - 1) / ticket_size AS chunk
    FROM (
        SELECT lost.id, coalesce(job_type.ticket_size, 1) AS ticket_size
        FROM noted
        JOIN lost ON lost.id = noted.job_id
        LEFT JOIN millrace.job_type ON job_type.name = lost.job_type
    ) AS sized
), ticket AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, ticket_size, chunk, array_agg(id ORDER BY id) AS job_ids
    FROM ready
    GROUP BY ticket_size, chunk
), announced AS (
    INSERT INTO millrace.outbox (id, queue, priority, job_ids, due_at)
    SELECT id, $1::text, $2::smallint, job_ids, now() + $8::float8 * interval '1 second'
    FROM ticket
)
SELECT looked.last_id, announcing.id, $1::text AS queue, $2::smallint AS priority, announcing.ticket_id
FROM (SELECT id AS last_id FROM looked_at ORDER BY id DESC LIMIT 1) AS looked
LEFT JOIN (
    SELECT ready.id, ticket.id AS ticket_id
    FROM ready
    JOIN ticket USING (ticket_size, chunk)
) AS announcing ON true
ORDER BY announcing.id
