-- Reads one schedule, and what became of the last job that it made.
-- Parameters: $1 id.
SELECT schedule.id, schedule.name, schedule.job_type, schedule.queue, schedule.priority, schedule.payload::text AS payload,
    schedule.max_retries, schedule.cron_expression, schedule.time_zone, schedule.enabled, schedule.overlap_policy,
    schedule.misfire_policy, schedule.jitter_seconds, schedule.created_at, schedule.next_fire_at, schedule.last_fire_at,
    schedule.last_job_id, schedule.queued_fire_at, schedule.revision, last_run.status AS last_job_status
FROM millrace.schedule
LEFT JOIN LATERAL (
    SELECT status FROM millrace.job WHERE job.id = schedule.last_job_id
    UNION ALL
    SELECT status FROM millrace.job_archive
    WHERE job_archive.id = schedule.last_job_id AND job_archive.finished_at >= schedule.last_job_at
    LIMIT 1
) AS last_run ON true
WHERE schedule.id = $1::uuid
