-- Forgets sessions that nobody has used for long.
-- Parameters: $1 age in s, $2 how many at most. Rows that another session holds are skipped. Returns how many went.
WITH old AS (
    SELECT token_hash
    FROM millrace.session
    WHERE last_seen_at < now() - $1::float8 * interval '1 second'
    LIMIT $2::integer
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM millrace.session USING old WHERE session.token_hash = old.token_hash RETURNING 1
)
SELECT count(*)::integer AS forgotten FROM gone
