-- Notes that a worker ended in order.
-- Parameters: $1 worker id.
UPDATE millrace.worker SET stopped_at = now(), busy_slots = 0 WHERE id = $1::uuid
