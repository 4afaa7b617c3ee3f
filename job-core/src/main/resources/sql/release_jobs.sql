-- Ends attempts without a failure and makes their jobs ready again: a worker hands them back (released), or the rescuer
-- takes them from a worker that is dead or hung (lost). What was lost goes to the high lane of its queue, whatever its own
-- priority is: it has waited in its own lane before, and then for a lease to run out.
-- Parameters, one array element a job: $1 id, $2 attempt; for all: $3 outcome (released or lost), $4 crashes to add,
--   $5 how long in s the releasing process may publish before the relay does.
-- Fence: status = 'running' AND attempt = $2. A job flagged for cancel is left for end_jobs.sql.
-- Returns the ids that are ready, each with the ticket that announces it and its lane; an id that is missing was fenced off or
-- flagged.
WITH ended AS MATERIALIZED (
    SELECT e.*
    FROM (
        SELECT * FROM unnest($1::uuid[], $2::integer[])
            AS asked (id, attempt)
        ORDER BY id
    ) AS e
    CROSS JOIN LATERAL (SELECT FROM millrace.job WHERE job.id = e.id FOR NO KEY UPDATE) AS job
), changed AS (
    UPDATE millrace.job
    SET status = 'pending', run_at = now(), due_at = NULL, crash_count = job.crash_count + $4::integer
    FROM ended
    WHERE job.id = ANY (ARRAY(SELECT id FROM ended))
        AND job.id = ended.id
        AND job.status = 'running'
        AND job.attempt = ended.attempt
        AND NOT job.cancel_requested
    RETURNING job.id, job.attempt, job.worker_id, job.started_at, job.queue, job.priority, job.job_type
), noted AS (
    INSERT INTO millrace.attempt (job_id, attempt, worker_id, started_at, finished_at, outcome)
    SELECT id, attempt, worker_id, started_at, now(), $3::text
    FROM changed
), counted AS (
    INSERT INTO millrace.rollup_delta (minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs)
    SELECT date_trunc('minute', now()), queue, job_type, $3::text, 0, 0, count(*)
    FROM changed
    GROUP BY queue, job_type
), ready AS MATERIALIZED (
    SELECT id, queue, priority, ticket_size,
        (row_number() OVER (PARTITION BY queue, priority, ticket_size ORDER BY id) - 1) / ticket_size AS chunk
    FROM (
        SELECT changed.id, changed.queue, CASE WHEN $3::text = 'lost' THEN 0::smallint ELSE changed.priority END AS priority,
            coalesce(job_type.ticket_size, 1) AS ticket_size
        FROM changed
        LEFT JOIN millrace.job_type ON job_type.name = changed.job_type
    ) AS sized
), ticket AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, queue, priority, ticket_size, chunk, array_agg(id ORDER BY id) AS job_ids
    FROM ready
    GROUP BY queue, priority, ticket_size, chunk
), announced AS (
    INSERT INTO millrace.outbox (id, queue, priority, job_ids, due_at)
    SELECT id, queue, priority, job_ids, now() + $5::float8 * interval '1 second'
    FROM ticket
)
SELECT ready.id, ready.queue, ready.priority, ticket.id AS ticket_id
FROM ready
JOIN ticket USING (queue, priority, ticket_size, chunk)
