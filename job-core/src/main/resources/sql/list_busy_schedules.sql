-- Tells which schedules have a job that has not ended; a dead one counts as ended.
-- Parameters: $1 schedule ids.
SELECT id
FROM unnest($1::uuid[]) AS asked (id)
WHERE EXISTS (SELECT FROM millrace.job WHERE job.schedule_id = asked.id AND job.dead_at IS NULL)
