-- Forgets which jobs were announced again, once that keeps none from being announced any more.
-- Parameters: $1 age in s, $2 how many at most. Rows that another session holds are skipped. Returns how many went.
WITH old AS (
    SELECT job_id
    FROM millrace.reannouncement
    WHERE announced_at < now() - $1::float8 * interval '1 second'
    ORDER BY announced_at
    LIMIT $2::integer
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM millrace.reannouncement USING old WHERE reannouncement.job_id = old.job_id RETURNING 1
)
SELECT count(*)::integer AS forgotten FROM gone
