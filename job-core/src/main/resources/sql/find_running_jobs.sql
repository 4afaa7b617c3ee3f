-- Finds the attempts that a worker runs by the books and that began a while ago.
-- What is not ready and does not run is left out by an index.
-- Parameters: $1 worker id, $2 least age in s.
SELECT id, attempt
FROM millrace.job
WHERE due_at IS NULL AND dead_at IS NULL AND status = 'running' AND worker_id = $1::uuid
    AND started_at <= now() - $2::float8 * interval '1 second'
