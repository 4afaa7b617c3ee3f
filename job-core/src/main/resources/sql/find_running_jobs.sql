-- Finds the attempts that a worker runs by the books and that began a while ago.
-- Parameters: $1 worker id, $2 least age in s.
SELECT id, attempt
FROM millrace.job
WHERE status = 'running' AND worker_id = $1::uuid AND started_at <= now() - $2::float8 * interval '1 second'
