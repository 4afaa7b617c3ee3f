-- Writes payloads and errors of live jobs as they are encrypted with another key.
-- Parameters, one array element a job: $1 id, $2 the payload as it was read, $3 as it is to be, $4 the error as it was read,
--   $5 as it is to be; nulls leave it.
-- Fence: only what is still as it was read. Jobs that another session holds are left to the next pass.
WITH locked AS MATERIALIZED (
    SELECT again.*
    FROM (
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
            AS asked (id, payload, new_payload, error, new_error)
        ORDER BY id
    ) AS again
    CROSS JOIN LATERAL (
        SELECT
        FROM millrace.job
        WHERE job.id = again.id
            AND (again.payload IS NULL OR job.payload = again.payload::jsonb)
            AND (again.error IS NULL OR job.error = again.error::jsonb)
        FOR NO KEY UPDATE SKIP LOCKED
    ) AS job
)
UPDATE millrace.job
SET payload = coalesce(locked.new_payload::jsonb, job.payload), error = coalesce(locked.new_error::jsonb, job.error)
FROM locked
WHERE job.id = ANY (ARRAY(SELECT id FROM locked)) AND job.id = locked.id
RETURNING job.id
