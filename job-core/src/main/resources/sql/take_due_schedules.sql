-- Takes schedules whose next tick has come, together with what their jobs need to know of their type.
-- Parameters: $1 how many at most.
-- Safe on every replica at once: the rows stay locked until the transaction ends, and others skip them.
SELECT schedule.id, schedule.job_type, schedule.queue, schedule.priority, schedule.payload::text AS payload,
    schedule.max_retries, schedule.cron_expression, schedule.time_zone, schedule.enabled, schedule.overlap_policy,
    schedule.misfire_policy, schedule.jitter_seconds, schedule.next_fire_at, schedule.queued_fire_at, now() AS taken_at,
    job_type.retry_base_ms, job_type.retry_max_ms, job_type.timeout_seconds, job_type.ticket_size
FROM millrace.schedule
LEFT JOIN millrace.job_type ON job_type.name = schedule.job_type
WHERE schedule.enabled AND schedule.next_fire_at <= now()
ORDER BY schedule.next_fire_at
LIMIT $1::integer
FOR NO KEY UPDATE OF schedule SKIP LOCKED
