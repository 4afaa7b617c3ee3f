-- Reads one schedule.
-- Parameters: $1 id.
SELECT id, name, job_type, queue, priority, payload::text AS payload, max_retries, cron_expression, time_zone, enabled,
    created_at, next_fire_at, last_fire_at, last_job_id
FROM millrace.schedule
WHERE id = $1::uuid
