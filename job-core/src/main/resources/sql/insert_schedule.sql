-- Makes a schedule, unless another has its name.
-- Parameters: $1 id, $2 name, $3 job type, $4 queue, $5 priority, $6 payload (JSON text), $7 max_retries,
--   $8 cron expression, $9 time zone, $10 whether it is enabled, $11 overlap policy, $12 misfire policy, $13 jitter in s,
--   $14 next tick or null.
-- Returns nothing when the name is taken.
INSERT INTO millrace.schedule (
    id, name, job_type, queue, priority, payload, max_retries, cron_expression, time_zone, enabled, overlap_policy,
    misfire_policy, jitter_seconds, next_fire_at
)
VALUES (
    $1::uuid, $2::text, $3::text, $4::text, $5::smallint, $6::text::jsonb, $7::smallint, $8::text, $9::text, $10::boolean,
    $11::text, $12::text, $13::integer, $14::timestamptz
)
ON CONFLICT (name) DO NOTHING
RETURNING id
