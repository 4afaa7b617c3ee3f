-- Forgets keys that expired or were revoked long ago. The newest of all keys stays, however old: whether there ever was one
-- decides whether a start makes the first.
-- Parameters: $1 age in s, $2 how many at most. Rows that another session holds are skipped. Returns how many went.
WITH old AS (
    SELECT id
    FROM millrace.api_key
    WHERE least(revoked_at, expires_at) < now() - $1::float8 * interval '1 second'
        AND id <> (SELECT id FROM millrace.api_key ORDER BY created_at DESC, id DESC LIMIT 1)
    LIMIT $2::integer
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM millrace.api_key USING old WHERE api_key.id = old.id RETURNING 1
)
SELECT count(*)::integer AS forgotten FROM gone
