-- Reads how deep lanes were over time: the highest of each step, summed up over the lanes of a group.
-- Parameters: $1 slot length in minutes, $2 from, $3 to (not included), $4 queues or null, $5 queue, priority or none,
--   $6 step in minutes, a multiple of the slot's.
SELECT step, name, max(pending)::bigint AS pending, max(oldest_pending_age_seconds) AS oldest_pending_age_seconds
FROM (
    SELECT date_bin($6::integer * interval '1 minute', slot, 'epoch') AS step, slot,
        CASE $5::text WHEN 'queue' THEN queue WHEN 'priority' THEN priority::text ELSE '' END AS name,
        sum(pending) AS pending, max(oldest_pending_age_seconds) AS oldest_pending_age_seconds
    FROM millrace.depth_slot
    WHERE minutes = $1::smallint AND slot >= $2::timestamptz AND slot < $3::timestamptz
        AND ($4::text[] IS NULL OR queue = ANY ($4::text[]))
    GROUP BY 1, 2, 3
) AS summed
GROUP BY step, name
