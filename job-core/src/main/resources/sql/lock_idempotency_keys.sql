-- Takes idempotency keys until the end of this transaction, and waits for none: a key that another transaction holds belongs
-- to a request that is still in flight.
-- Parameters, one array element a key: $1 owner, $2 key. Returns those that were taken.
SELECT owner, key
FROM unnest($1::text[], $2::text[]) AS asked (owner, key)
WHERE pg_try_advisory_xact_lock(hashtextextended('millrace.idempotency ' || owner || ' ' || key, 0))
