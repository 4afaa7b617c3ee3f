-- Lists the job types that workers have registered.
SELECT name, description, payload_schema::text AS payload_schema, example::text AS example, max_retries, retry_base_ms,
    retry_max_ms, timeout_seconds, ticket_size, queue
FROM millrace.job_type
ORDER BY name
