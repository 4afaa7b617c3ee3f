-- Looks at jobs that somebody waits for or watches. The row's own transaction number serves as the mark of its present state:
-- every change of the row gives it another.
-- Parameters, one array element a job: $1 id, $2 the mark last seen, or null when only its end matters.
-- Returns those that are no longer live (no mark), dead, or marked otherwise than last seen.
SELECT awaited.id, job.xmin::text AS mark, job.id IS NULL OR job.dead_at IS NOT NULL AS settled
FROM unnest($1::uuid[], $2::text[]) AS awaited (id, mark)
LEFT JOIN millrace.job ON job.id = awaited.id
WHERE job.id IS NULL OR job.dead_at IS NOT NULL OR job.xmin::text <> awaited.mark
