-- Changes a schedule, if it is still as its reader saw it.
-- Parameters: $1 id, $2 name, $3 job type, $4 queue, $5 priority, $6 payload (JSON text), $7 max_retries,
--   $8 cron expression, $9 time zone, $10 whether it is enabled, $11 overlap policy, $12 misfire policy, $13 jitter in s,
--   $14 next tick or null; $15 whether to fire next at that tick, or when it would have anyway; $16 the revision that was
--   read.
-- Fence: the revision. It waits for a scheduler that fires the schedule, and then keeps the tick that this one moved it to.
-- A tick that waits for the job before stays unless the schedule is disabled or may overlap from now on.
UPDATE millrace.schedule
SET name = $2::text, job_type = $3::text, queue = $4::text, priority = $5::smallint, payload = $6::text::jsonb,
    max_retries = $7::smallint, cron_expression = $8::text, time_zone = $9::text, enabled = $10::boolean,
    overlap_policy = $11::text, misfire_policy = $12::text, jitter_seconds = $13::integer,
    next_fire_at = CASE WHEN $15::boolean THEN $14::timestamptz ELSE next_fire_at END,
    queued_fire_at = CASE WHEN $10::boolean AND $11::text = 'queue_one' THEN queued_fire_at END,
    revision = revision + 1
WHERE id = $1::uuid AND revision = $16::integer
RETURNING id
