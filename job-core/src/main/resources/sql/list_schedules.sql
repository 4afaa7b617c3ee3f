-- Lists schedules by name, a page at a time, each with what became of the last job that it made.
-- Parameters: $1 the name after which the page begins, or null for the first; $2 whether they are enabled, or null;
--   $3 job types or null; $4 queues or null; $5 a part of the name in lower case, or null; $6 how many at most.
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
WHERE ($1::text IS NULL OR schedule.name > $1::text)
    AND ($2::boolean IS NULL OR schedule.enabled = $2::boolean)
    AND ($3::text[] IS NULL OR schedule.job_type = ANY ($3::text[]))
    AND ($4::text[] IS NULL OR schedule.queue = ANY ($4::text[]))
    AND ($5::text IS NULL OR position($5::text IN lower(schedule.name)) > 0)
ORDER BY schedule.name
LIMIT $6::integer
