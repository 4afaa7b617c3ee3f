-- Takes schedules with a tick that waited for the job before, which has ended; as take_due_schedules.sql.
-- Parameters: $1 how many at most.
-- The caller looks again whether the job before has ended, now that nobody else can make one.
SELECT schedule.id, schedule.job_type, schedule.queue, schedule.priority, schedule.payload::text AS payload,
    schedule.max_retries, schedule.cron_expression, schedule.time_zone, schedule.enabled, schedule.overlap_policy,
    schedule.misfire_policy, schedule.jitter_seconds, schedule.next_fire_at, schedule.queued_fire_at, now() AS taken_at,
    job_type.retry_base_ms, job_type.retry_max_ms, job_type.timeout_seconds, job_type.ticket_size
FROM millrace.schedule
LEFT JOIN millrace.job_type ON job_type.name = schedule.job_type
WHERE schedule.enabled AND schedule.queued_fire_at IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM millrace.job WHERE job.schedule_id = schedule.id AND job.dead_at IS NULL
    )
ORDER BY schedule.queued_fire_at
LIMIT $1::integer
FOR NO KEY UPDATE OF schedule SKIP LOCKED
