-- Renews the worker's lease.
-- Parameters: $1 worker id, $2 busy slots, $3 whether it drains, $4 some of the jobs in its hands, and one array element a lane:
--   $5 queue, $6 priority, $7 whether it holds tickets of it, $8 up to when the jobs had become ready that it claimed from it, or
--   null. Returns the id, or nothing when the row is gone.
UPDATE millrace.worker
SET last_heartbeat_at = now(), busy_slots = $2::integer,
    draining_at = CASE WHEN $3::boolean THEN coalesce(draining_at, now()) END,
    held_jobs = $4::uuid[],
    lanes = coalesce(
        (
            SELECT jsonb_agg(
                jsonb_build_object('queue', queue, 'priority', priority, 'holds', holds, 'claimed_to', claimed_to)
            )
            FROM unnest($5::text[], $6::smallint[], $7::boolean[], $8::timestamptz[])
                AS lane (queue, priority, holds, claimed_to)
        ),
        '[]'
    )
WHERE id = $1::uuid
RETURNING id
