-- Changes what may be changed of a job that waits or is dead. A time that has come makes it ready, one to come makes a ready
-- job wait; a ready job is announced again, because its lane may be another.
-- Parameters: $1 id, $2 the status it must still have; each of the following null to leave it: $3 priority, $4 run_at,
--   $5 max_retries, $6 tags; $7 how long in s the calling process may publish before the relay does.
-- Fence: status = $2, which is never 'running'. Returns the job, and the ticket that announces it when it is ready.
WITH changed AS (
    UPDATE millrace.job
    SET priority = coalesce($3::smallint, priority),
        max_retries = coalesce($5::smallint, max_retries),
        tags = coalesce($6::text[], tags),
        run_at = CASE WHEN $4::timestamptz IS NULL THEN run_at ELSE greatest($4::timestamptz, now()) END,
        status = CASE
            WHEN $4::timestamptz IS NULL THEN status
            WHEN $4::timestamptz <= now() THEN 'pending'
            WHEN status = 'pending' THEN 'scheduled'
            ELSE status
        END,
        due_at = CASE
            WHEN $4::timestamptz IS NULL THEN due_at
            WHEN $4::timestamptz <= now() THEN NULL
            ELSE $4::timestamptz
        END
    WHERE id = $1::uuid AND status = $2::text AND status <> 'running'
    RETURNING id, queue, priority, status
), announced AS (
    INSERT INTO millrace.outbox (id, queue, priority, job_ids, due_at)
    SELECT gen_random_uuid(), queue, priority, ARRAY[id], now() + $7::float8 * interval '1 second'
    FROM changed
    WHERE status = 'pending'
    RETURNING id
)
SELECT changed.id, changed.queue, changed.priority, changed.status, announced.id AS ticket_id
FROM changed
LEFT JOIN announced ON true
