-- Lists schedules by name, a page at a time.
-- Parameters: $1 the name after which the page begins, or null for the first; $2 how many at most.
SELECT id, name, job_type, queue, priority, payload::text AS payload, max_retries, cron_expression, time_zone, enabled,
    created_at, next_fire_at, last_fire_at, last_job_id
FROM millrace.schedule
WHERE $1::text IS NULL OR name > $1::text
ORDER BY name
LIMIT $2::integer
