-- Locks jobs that have been dead for long, those that died first before others.
-- Parameters: $1 age in s, $2 how many at most. Rows that another session holds are skipped.
SELECT id, attempt
FROM millrace.job
WHERE dead_at < now() - $1::float8 * interval '1 second'
ORDER BY dead_at, id
LIMIT $2::integer
FOR UPDATE SKIP LOCKED
