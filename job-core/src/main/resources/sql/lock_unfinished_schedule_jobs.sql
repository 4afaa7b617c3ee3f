-- Locks the jobs of schedules that have not ended, in the order of ids, so that what becomes of them can be decided.
-- Parameters: $1 schedule ids, $2 how many at most.
SELECT id, status
FROM millrace.job
WHERE schedule_id = ANY ($1::uuid[]) AND dead_at IS NULL
ORDER BY id
LIMIT $2::integer
FOR UPDATE
