-- Moves schedules on to their next tick.
-- Parameters, one array element a schedule: $1 id, $2 next tick or null when there is none, $3 the last tick that fired or
--   null when none did, $4 its job or null, $5 the tick that waits for the job before, or null.
-- The caller holds the rows' locks since it took them.
UPDATE millrace.schedule
SET next_fire_at = advanced.next_fire_at,
    last_fire_at = coalesce(advanced.last_fire_at, schedule.last_fire_at),
    last_job_id = coalesce(advanced.last_job_id, schedule.last_job_id),
    last_job_at = CASE WHEN advanced.last_job_id IS NULL THEN schedule.last_job_at ELSE now() END,
    queued_fire_at = advanced.queued_fire_at
FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::uuid[], $5::timestamptz[])
    AS advanced (id, next_fire_at, last_fire_at, last_job_id, queued_fire_at)
WHERE schedule.id = advanced.id
