-- Renews the worker's lease.
-- Parameters: $1 worker id, $2 busy slots, $3 whether it drains, $4 some of the jobs in its hands. Returns the id, or nothing
-- when the row is gone.
UPDATE millrace.worker
SET last_heartbeat_at = now(), busy_slots = $2::integer,
    draining_at = CASE WHEN $3::boolean THEN coalesce(draining_at, now()) END,
    held_jobs = $4::uuid[]
WHERE id = $1::uuid
RETURNING id
