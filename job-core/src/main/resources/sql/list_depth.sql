-- Lists how many live jobs stand where, as last measured.
SELECT queue, priority, status, jobs, extract(epoch FROM now() - oldest_run_at)::float8 AS oldest_age_seconds, measured_at
FROM millrace.depth
ORDER BY queue, priority, status
