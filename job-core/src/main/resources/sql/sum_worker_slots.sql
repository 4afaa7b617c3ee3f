-- Sums up the workers that did not end in order: those whose lease has not run out with their slots, and how many of them
-- are late; those whose lease has run out are lost.
-- Parameters: $1 lease in s, $2 silence in s after which a worker is late.
SELECT count(*) FILTER (WHERE silence <= $1::float8) AS workers,
    coalesce(sum(busy_slots) FILTER (WHERE silence <= $1::float8), 0)::bigint AS busy_slots,
    coalesce(sum(slots) FILTER (WHERE silence <= $1::float8), 0)::bigint AS slots,
    count(*) FILTER (WHERE silence <= $1::float8 AND silence > $2::float8) AS late,
    count(*) FILTER (WHERE silence > $1::float8) AS lost
FROM (
    SELECT busy_slots, slots, extract(epoch FROM now() - last_heartbeat_at)::float8 AS silence
    FROM millrace.worker
    WHERE stopped_at IS NULL
) AS present
