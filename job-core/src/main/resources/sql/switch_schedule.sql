-- Pauses or resumes a schedule whose row the caller has locked.
-- Parameters: $1 id, $2 whether it is enabled, $3 next tick, or null when there is none or it is paused.
UPDATE millrace.schedule
SET enabled = $2::boolean, next_fire_at = $3::timestamptz
WHERE id = $1::uuid
RETURNING id, name, job_type, queue, priority, payload::text AS payload, max_retries, cron_expression, time_zone, enabled,
    created_at, next_fire_at, last_fire_at, last_job_id
