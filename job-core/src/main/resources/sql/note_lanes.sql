-- Notes what a look at lanes found, and forgets lanes that no longer give reason to look.
-- Parameters, one array element a lane: $1 queue, $2 priority, $3 when its oldest pending job became ready, $4 whether no ticket
--   of it was found anywhere, $5 whether nothing of it is left to the relay.
-- A moment that is no later than every waiting job's speaks for nothing and is replaced.
-- Lanes that another session holds are waited for; rows are locked in the order of lanes.
WITH looked AS MATERIALIZED (
    SELECT * FROM unnest($1::text[], $2::smallint[], $3::timestamptz[], $4::boolean[], $5::boolean[])
        AS lane (queue, priority, oldest_run_at, is_empty, settled)
), forgotten AS (
    DELETE FROM millrace.lane_watch AS watch
    WHERE NOT EXISTS (
        SELECT FROM looked WHERE looked.queue = watch.queue AND looked.priority = watch.priority
    )
)
INSERT INTO millrace.lane_watch AS watch (queue, priority, empty_since, settled_at)
SELECT queue, priority, CASE WHEN is_empty THEN now() END, CASE WHEN settled THEN now() END
FROM looked
ORDER BY queue, priority
ON CONFLICT (queue, priority) DO UPDATE SET
    empty_since = CASE WHEN excluded.empty_since IS NOT NULL THEN coalesce(watch.empty_since, excluded.empty_since) END,
    settled_at = CASE
        WHEN watch.settled_at >= (
            SELECT oldest_run_at FROM looked WHERE looked.queue = excluded.queue AND looked.priority = excluded.priority
        ) THEN watch.settled_at
        ELSE excluded.settled_at
    END
