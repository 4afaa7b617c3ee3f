-- Forgets idempotency keys that are older than clients are promised.
-- Parameters: $1 age in s, $2 how many at most. Rows that another session holds are skipped. Returns how many went.
WITH old AS (
    SELECT owner, key
    FROM millrace.idempotency_key
    WHERE created_at < now() - $1::float8 * interval '1 second'
    ORDER BY created_at
    LIMIT $2::integer
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM millrace.idempotency_key USING old
    WHERE idempotency_key.owner = old.owner AND idempotency_key.key = old.key
    RETURNING 1
)
SELECT count(*)::integer AS forgotten FROM gone
