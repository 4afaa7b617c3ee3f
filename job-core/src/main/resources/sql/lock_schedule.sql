-- Locks one schedule, so that it neither fires nor changes before the transaction ends.
-- Parameters: $1 id.
SELECT schedule.id, schedule.job_type, schedule.queue, schedule.priority, schedule.payload::text AS payload,
    schedule.max_retries, schedule.cron_expression, schedule.time_zone, schedule.enabled, schedule.overlap_policy,
    schedule.misfire_policy, schedule.jitter_seconds, schedule.next_fire_at, schedule.queued_fire_at, now() AS taken_at,
    job_type.retry_base_ms, job_type.retry_max_ms, job_type.timeout_seconds, job_type.ticket_size
FROM millrace.schedule
LEFT JOIN millrace.job_type ON job_type.name = schedule.job_type
WHERE schedule.id = $1::uuid
FOR NO KEY UPDATE OF schedule
