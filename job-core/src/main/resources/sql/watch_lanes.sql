-- Finds lanes whose oldest pending job has waited for a while, by the last measuring of depth, with what the workers and the
-- outbox tell of them. Lanes of queues that are paused, or being announced after a pause, are left out.
-- Parameters: $1 least wait in s, $2 lease in s, $3 how long in s a process may publish before the relay does.
-- held: whether a worker holds tickets of the lane. claimed_to: the latest time at which a claimed job had become ready, or
-- null. settled: whether nothing of the lane is left to the relay.
SELECT depth.queue, depth.priority, depth.oldest_run_at, coalesce(said.holds, false) AS held, said.claimed_to,
    NOT EXISTS (
        SELECT FROM millrace.outbox
        WHERE outbox.queue = depth.queue AND outbox.priority = depth.priority
            AND (outbox.due_at <= now() OR outbox.due_at > now() + $3::float8 * interval '1 second')
    ) AS settled
FROM millrace.depth
LEFT JOIN (
    SELECT lane.queue, lane.priority, bool_or(lane.holds) AS holds, max(lane.claimed_to) AS claimed_to
    FROM millrace.worker
    CROSS JOIN LATERAL jsonb_to_recordset(worker.lanes)
        AS lane (queue text, priority smallint, holds boolean, claimed_to timestamptz)
    WHERE worker.stopped_at IS NULL AND worker.last_heartbeat_at >= now() - $2::float8 * interval '1 second'
    GROUP BY lane.queue, lane.priority
) AS said ON said.queue = depth.queue AND said.priority = depth.priority
WHERE depth.status = 'pending' AND depth.jobs > 0
    AND depth.oldest_run_at <= now() - $1::float8 * interval '1 second'
    AND NOT EXISTS (
        SELECT FROM millrace.queue
        WHERE queue.name = depth.queue AND (queue.paused_at IS NOT NULL OR queue.announce_requested_at IS NOT NULL)
    )
ORDER BY depth.oldest_run_at
