-- Takes lanes in which tickets must have been lost: no ticket was found for a while, or one that came later has been claimed.
-- What spoke for it is used up, so that one session alone takes a lane, and begins anew.
-- Parameters, one array element a lane: $1 queue, $2 priority, $3 up to when its jobs have been claimed, or null; for all: $4 for
--   how long in s there must have been none, $5 by how much in s the later one must be later.
-- Returns each with up to when the jobs had become ready whose tickets are lost, and why.
WITH looked AS (
    SELECT * FROM unnest($1::text[], $2::smallint[], $3::timestamptz[]) AS lane (queue, priority, claimed_to)
), lost AS MATERIALIZED (
    SELECT watch.queue, watch.priority,
        CASE WHEN watch.empty_since <= now() - $4::float8 * interval '1 second' THEN watch.empty_since END AS emptied,
        CASE WHEN watch.settled_at <= looked.claimed_to - $5::float8 * interval '1 second' THEN watch.settled_at
        END AS overtaken
    FROM millrace.lane_watch AS watch
    JOIN looked ON looked.queue = watch.queue AND looked.priority = watch.priority
    WHERE watch.empty_since <= now() - $4::float8 * interval '1 second'
        OR watch.settled_at <= looked.claimed_to - $5::float8 * interval '1 second'
    FOR NO KEY UPDATE OF watch SKIP LOCKED
)
UPDATE millrace.lane_watch AS watch
SET empty_since = NULL, settled_at = NULL
FROM lost
WHERE watch.queue = lost.queue AND watch.priority = lost.priority
RETURNING lost.queue, lost.priority, coalesce(lost.emptied, lost.overtaken) AS ready_until, lost.emptied IS NOT NULL AS was_empty
