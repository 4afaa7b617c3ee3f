-- Replaces the snapshot of how many live jobs stand where.
-- Parameters: $1 age in s from which a snapshot is worth replacing.
-- Once a minute it also notes, for the charts, how many stand in each lane of each known queue.
-- Safe on every replica at once: only the one that gets the advisory lock measures; for the others the measuring is
-- planned but not executed. Rows of groups that have vanished are removed. Returns how many groups there are and how long
-- measuring took in s, or nothing when another replica measures or has measured just now.
WITH turn AS MATERIALIZED (
    SELECT NOT EXISTS (
            SELECT FROM millrace.depth WHERE measured_at > now() - $1::float8 * interval '1 second'
        ) AND pg_try_advisory_xact_lock(hashtextextended('millrace.measure_depth', 0)) AS mine
), measured AS MATERIALIZED (
    SELECT queue, priority, status, count(*) AS jobs, min(run_at) AS oldest_run_at
    FROM millrace.job
    WHERE (SELECT mine FROM turn)
    GROUP BY queue, priority, status
), vanished AS (
    DELETE FROM millrace.depth
    WHERE (SELECT mine FROM turn)
        AND NOT EXISTS (
            SELECT FROM measured
            WHERE measured.queue = depth.queue
                AND measured.priority = depth.priority
                AND measured.status = depth.status
        )
), written AS (
    INSERT INTO millrace.depth (queue, priority, status, jobs, oldest_run_at, measured_at)
    SELECT queue, priority, status, jobs, oldest_run_at, now()
    FROM measured
    ON CONFLICT (queue, priority, status) DO UPDATE SET
        jobs = excluded.jobs, oldest_run_at = excluded.oldest_run_at, measured_at = excluded.measured_at
), noting AS MATERIALIZED (
    SELECT mine AND NOT EXISTS (
            SELECT FROM millrace.depth_slot WHERE minutes = 1 AND slot = date_trunc('minute', now())
        ) AS due
    FROM turn
), lane AS MATERIALIZED (
    SELECT queue.name AS queue, lane.priority,
        coalesce(sum(measured.jobs) FILTER (WHERE measured.status = 'scheduled'), 0) AS scheduled,
        coalesce(sum(measured.jobs) FILTER (WHERE measured.status = 'pending'), 0) AS pending,
        coalesce(sum(measured.jobs) FILTER (WHERE measured.status = 'running'), 0) AS running,
        coalesce(sum(measured.jobs) FILTER (WHERE measured.status = 'retrying'), 0) AS retrying,
        coalesce(sum(measured.jobs) FILTER (WHERE measured.status = 'dead'), 0) AS dead,
        coalesce(
            extract(epoch FROM now() - min(measured.oldest_run_at) FILTER (WHERE measured.status = 'pending')), 0
        )::float8 AS oldest_pending_age_seconds
    FROM (SELECT name FROM millrace.queue UNION SELECT queue FROM measured) AS queue
    CROSS JOIN (VALUES (0::smallint), (1::smallint), (2::smallint)) AS lane (priority)
    LEFT JOIN measured ON measured.queue = queue.name AND measured.priority = lane.priority
    WHERE (SELECT due FROM noting)
    GROUP BY queue.name, lane.priority
), noted AS (
    INSERT INTO millrace.depth_slot (
        minutes, slot, queue, priority, scheduled, pending, running, retrying, dead, oldest_pending_age_seconds
    )
    SELECT level.minutes, date_bin(level.minutes * interval '1 minute', now(), 'epoch'), queue, priority, scheduled,
        pending, running, retrying, dead, oldest_pending_age_seconds
    FROM lane
    CROSS JOIN (VALUES (1::smallint), (15::smallint), (60::smallint), (1440::smallint)) AS level (minutes)
    ON CONFLICT (minutes, slot, queue, priority) DO UPDATE SET
        scheduled = greatest(depth_slot.scheduled, excluded.scheduled),
        pending = greatest(depth_slot.pending, excluded.pending),
        running = greatest(depth_slot.running, excluded.running),
        retrying = greatest(depth_slot.retrying, excluded.retrying),
        dead = greatest(depth_slot.dead, excluded.dead),
        oldest_pending_age_seconds =
            greatest(depth_slot.oldest_pending_age_seconds, excluded.oldest_pending_age_seconds)
)
SELECT counted.groups::integer AS groups, extract(epoch FROM clock_timestamp() - now())::float8 AS seconds
FROM turn, (SELECT count(*) AS groups FROM measured) AS counted
WHERE turn.mine
