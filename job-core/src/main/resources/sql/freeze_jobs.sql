-- Freezes the live jobs of a scope, each at its present attempt, as the items of a new operation.
-- Parameters: $1 operation, $2 action, $3 state (previewed or running), $4 the filter as asked (JSON text), $5 reason or
--   null, $6 who asks, $7 how long in s a preview may wait, $8 how many jobs at most; $9 statuses, $10 whether only dead
--   jobs; each of the following null for any: $11 types, $12 queues, $13 priorities, $14 tags of which one must match,
--   $15 created at or after, $16 created before, $17 died at or after, $18 died before, $19 workers, $20 schedules,
--   $21 fingerprints, $22 paths into the payload and $23 for each the JSON values of which it must hold one, both as array
--   literals, $24 ids.
-- The fingerprint of a dead job stands in a column of its own, too, where an index finds it.
-- When there are more than $8, nothing is written. A job that is flagged for cancel already is not found.
WITH matched AS MATERIALIZED (
    SELECT id, attempt
    FROM millrace.job
    WHERE status = ANY ($9::text[])
        AND ($24::uuid[] IS NULL OR id = ANY ($24::uuid[]))
        AND NOT cancel_requested
        AND (NOT $10::boolean OR dead_at IS NOT NULL)
        AND ($11::text[] IS NULL OR job_type = ANY ($11::text[]))
        AND ($12::text[] IS NULL OR queue = ANY ($12::text[]))
        AND ($13::smallint[] IS NULL OR priority = ANY ($13::smallint[]))
        AND ($14::text[] IS NULL OR tags && $14::text[])
        AND ($15::timestamptz IS NULL OR created_at >= $15::timestamptz)
        AND ($16::timestamptz IS NULL OR created_at < $16::timestamptz)
        AND ($17::timestamptz IS NULL OR dead_at >= $17::timestamptz)
        AND ($18::timestamptz IS NULL OR dead_at < $18::timestamptz)
        AND ($19::uuid[] IS NULL OR worker_id = ANY ($19::uuid[]))
        AND ($20::uuid[] IS NULL OR schedule_id = ANY ($20::uuid[]))
        AND ($21::text[] IS NULL OR error ->> 'fingerprint' = ANY ($21::text[]))
        AND ($21::text[] IS NULL OR NOT $10::boolean OR fingerprint = ANY ($21::text[]))
        AND ($22::text[] IS NULL OR NOT EXISTS (
            SELECT
            FROM unnest($22::text[], $23::text[]) AS asked (path, held)
            WHERE (payload #> asked.path::text[] = ANY (asked.held::jsonb[])) IS NOT TRUE
        ))
    LIMIT $8::integer + 1
), total AS MATERIALIZED (
    SELECT count(*)::integer AS jobs FROM matched
), operation AS (
    INSERT INTO millrace.bulk_operation (
        id, action, state, filter, reason, matched, created_by, expires_at, started_at, started_by, finished_at
    )
    SELECT
        $1::uuid, $2::text, CASE WHEN $3::text = 'running' AND jobs = 0 THEN 'completed' ELSE $3::text END,
        $4::text::jsonb, $5::text, jobs, $6::text, now() + $7::float8 * interval '1 second',
        CASE WHEN $3::text = 'running' THEN now() END, CASE WHEN $3::text = 'running' THEN $6::text END,
        CASE WHEN $3::text = 'running' AND jobs = 0 THEN now() END
    FROM total
    WHERE jobs <= $8::integer
)
INSERT INTO millrace.bulk_operation_item (operation_id, position, job_id, attempt)
SELECT $1::uuid, row_number() OVER (ORDER BY matched.id), matched.id, matched.attempt
FROM matched, total
WHERE total.jobs <= $8::integer
