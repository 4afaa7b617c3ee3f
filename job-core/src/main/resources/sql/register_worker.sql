-- Writes the worker's row, its lease on all that it will run.
-- Parameters: $1 id, $2 host, $3 process id, $4 version, $5 queues, $6 job types, $7 slots.
INSERT INTO millrace.worker (id, host, process_id, version, queues, job_types, slots)
VALUES ($1::uuid, $2::text, $3::bigint, $4::text, $5::text[], $6::text[], $7::integer)
ON CONFLICT (id) DO UPDATE SET last_heartbeat_at = now()
