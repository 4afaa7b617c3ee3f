-- Accepts jobs: writes them and, for those that are due, the outbox rows of their tickets.
-- Parameters, one array element a job, in submit order:
--   $1 id, $2 type, $3 queue, $4 priority, $5 payload (JSON text), $6 max_retries, $7 retry base ms, $8 retry max ms,
--   $9 timeout s, $10 run_at or null, $11 delay in s or null, $12 ticket size, $13 tags (array literal text),
--   $14 schedule id, $15 replay of, $16 traceparent, $17 unique key or null (taken before by claim_unique_keys.sql in the same
--   transaction); $18 how long the accepting process may publish before the relay does; $19 owner, $20 key and $21 hash (hex) of
--   the request's idempotency key, or nulls.
-- Fence: nothing is accepted when the idempotency key is held by another transaction or stands for something already; then there
-- are no rows, and lock_idempotency_keys.sql and find_idempotency_keys.sql tell which. An insert that meets a key which was
-- committed a moment ago does nothing, however old this statement's view is.
-- Returns one row a job: what the database decided, and the ticket that announces it (null while it is scheduled).
WITH submitted AS (
    SELECT s.*, coalesce(s.asked_run_at, now() + s.delay_seconds * interval '1 second', now()) AS run_at
    FROM unnest(
        $1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::smallint[], $7::bigint[], $8::bigint[],
        $9::integer[], $10::timestamptz[], $11::float8[], $12::integer[], $13::text[], $14::uuid[], $15::uuid[],
        $16::text[], $17::text[]
    ) WITH ORDINALITY AS s (
        id, job_type, queue, priority, payload, max_retries, retry_base_ms, retry_max_ms,
        timeout_seconds, asked_run_at, delay_seconds, ticket_size, tags, schedule_id, replay_of,
        traceparent, unique_key, place
    )
), taken AS (
    INSERT INTO millrace.idempotency_key (owner, key, request_hash, job_ids, job_statuses, job_run_ats)
    SELECT $19::text, $20::text, decode($21::text, 'hex'),
        array_agg(id ORDER BY place),
        array_agg(CASE WHEN run_at > now() THEN 'scheduled' ELSE 'pending' END ORDER BY place),
        array_agg(greatest(run_at, now()) ORDER BY place)
    FROM submitted
    WHERE $19::text IS NOT NULL
    HAVING $19::text IS NOT NULL
        AND pg_try_advisory_xact_lock(hashtextextended('millrace.idempotency ' || $19::text || ' ' || $20::text, 0))
    ON CONFLICT (owner, key) DO NOTHING
    RETURNING owner
), free AS MATERIALIZED (
    SELECT $19::text IS NULL OR EXISTS (SELECT FROM taken) AS may
), accepted AS (
    INSERT INTO millrace.job (
        id, job_type, queue, priority, status, payload, max_retries, retry_base_ms, retry_max_ms, timeout_seconds,
        created_at, run_at, due_at, tags, schedule_id, replay_of, traceparent, unique_key
    )
    SELECT
        id, job_type, queue, priority, CASE WHEN run_at > now() THEN 'scheduled' ELSE 'pending' END, payload::jsonb,
        max_retries, retry_base_ms, retry_max_ms, timeout_seconds,
        now(), greatest(run_at, now()), CASE WHEN run_at > now() THEN run_at END, tags::text[], schedule_id, replay_of,
        traceparent, unique_key
    FROM submitted
    WHERE (SELECT may FROM free)
    RETURNING id, status, created_at, run_at
), ready AS MATERIALIZED (
    SELECT s.id, s.queue, s.priority, s.ticket_size,
        (row_number() OVER (PARTITION BY s.queue, s.priority, s.ticket_size ORDER BY s.id) - 1) / s.ticket_size AS chunk
    FROM submitted AS s
    WHERE s.run_at <= now() AND (SELECT may FROM free)
), ticket AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, queue, priority, ticket_size, chunk, array_agg(id ORDER BY id) AS job_ids
    FROM ready
    GROUP BY queue, priority, ticket_size, chunk
), announced AS (
    INSERT INTO millrace.outbox (id, queue, priority, job_ids, due_at)
    SELECT id, queue, priority, job_ids, now() + $18::float8 * interval '1 second'
    FROM ticket
), counted AS (
    INSERT INTO millrace.rollup_delta (minute, queue, job_type, outcome, wait_bucket, run_bucket, jobs)
    SELECT date_trunc('minute', now()), queue, job_type, 'submitted', 0, 0, count(*)
    FROM submitted
    WHERE (SELECT may FROM free)
    GROUP BY queue, job_type
)
SELECT accepted.id, accepted.status, accepted.created_at, accepted.run_at, ticket.id AS ticket_id
FROM accepted
LEFT JOIN ready ON ready.id = accepted.id
LEFT JOIN ticket USING (queue, priority, ticket_size, chunk)
