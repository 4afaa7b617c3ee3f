-- Forgets tickets that could not be published for long, of whose jobs none is pending any more.
-- Parameters: $1 age in s, $2 how many at most. Rows that another session holds are skipped. Returns how many went.
WITH old AS (
    SELECT id
    FROM millrace.outbox
    WHERE due_at < now() - $1::float8 * interval '1 second'
        AND NOT EXISTS (SELECT FROM millrace.job WHERE job.id = ANY (outbox.job_ids) AND job.status = 'pending')
    ORDER BY due_at
    LIMIT $2::integer
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM millrace.outbox USING old WHERE outbox.id = old.id RETURNING 1
)
SELECT count(*)::integer AS forgotten FROM gone
