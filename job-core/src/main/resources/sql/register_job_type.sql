-- Makes a job type that a worker handles known, or brings what is known of it up to date.
-- Parameters: $1 name, $2 description, $3 payload schema (JSON text), $4 example (JSON text), $5 max_retries,
--   $6 retry base ms, $7 retry max ms, $8 timeout s, $9 ticket size,
--   $10 queue.
INSERT INTO millrace.job_type (
    name, description, payload_schema, example, max_retries, retry_base_ms, retry_max_ms, timeout_seconds, ticket_size,
    queue
)
VALUES (
    $1::text, $2::text, $3::text::jsonb, $4::text::jsonb, $5::smallint, $6::bigint, $7::bigint, $8::integer, $9::integer,
    $10::text
)
ON CONFLICT (name) DO UPDATE SET
    description = excluded.description, payload_schema = excluded.payload_schema, example = excluded.example,
    max_retries = excluded.max_retries, retry_base_ms = excluded.retry_base_ms, retry_max_ms = excluded.retry_max_ms,
    timeout_seconds = excluded.timeout_seconds, ticket_size = excluded.ticket_size,
    queue = excluded.queue, registered_at = now()
