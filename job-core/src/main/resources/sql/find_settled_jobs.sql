-- Finds those of the given jobs that a waiting client need not wait for any longer: no longer live, or dead.
-- Parameters: $1 ids.
SELECT awaited.id
FROM unnest($1::uuid[]) AS awaited (id)
LEFT JOIN millrace.job ON job.id = awaited.id
WHERE job.id IS NULL OR job.dead_at IS NOT NULL
