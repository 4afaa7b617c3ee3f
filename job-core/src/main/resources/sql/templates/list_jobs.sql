-- Lists a page of jobs, live and finished, merged in one order and in one snapshot: a job stands in exactly one of the two
-- tables, so that none is missed or shown twice while it moves. The page is chosen by keys alone; what is wide is read for
-- the chosen only, and no further than the page may be long.
--
-- Choices:
--   sort      created_at, run_at, started_at, finished_at, priority, status, job_type or attempts
--   key_type  the type of what is sorted by
--   order     asc or desc; jobs that have nothing to sort by come last in both
--   live      all, dead (dead letters only), fingerprints (dead letters of some fingerprints only) or none
--   archive   all, types, schedules, rare_ends (ends other than completed) or none: the index that finds finished jobs
--
-- Parameters: $1 and $2 the key and id after which the page begins, never null when sorted by created_at or finished_at,
--   otherwise null for the first page; $3 and $4 the bounds of created_at, $5 and $6 those of finished_at in the archive,
--   none of them null; each of the following null for any: $7 and $8 the bounds of finished_at, $9 statuses, $10 types, $11
--   queues, $12 priorities, $13 tags of which one must fit, $14 workers, $15 schedules, $16 fingerprints, $17 paths into the
--   payload and $18 for each the JSON values of which it must hold one, both as array literals; then $19 the final statuses
--   asked for; $20 how many at most; $21 after how many bytes the page ends. The later of two bounds counts: those of what is
--   sorted by are within $1.
WITH parameters AS (
    SELECT $1::{key_type}, $2::uuid, $3::timestamptz, $4::timestamptz, $5::timestamptz, $6::timestamptz, $7::timestamptz,
        $8::timestamptz, $9::text[], $10::text[], $11::text[], $12::smallint[], $13::text[], $14::uuid[], $15::uuid[],
        $16::text[], $17::text[], $18::text[], $19::text[], $20::integer
), page AS MATERIALIZED (
    SELECT key, id, is_live, finished_at
    FROM (
        --> chosen_jobs
    ) AS chosen
    ORDER BY key {order}, id {order}
    LIMIT $20::integer
), listed AS (
    SELECT page.key, job.id, job.job_type, job.queue, job.priority, job.status, job.payload::text AS payload,
        NULL::text AS result, job.error::text AS error, job.attempt, job.failures, job.max_retries, job.retry_base_ms,
        job.retry_max_ms, job.timeout_seconds, job.created_at, job.run_at, job.started_at, job.dead_at AS finished_at,
        job.worker_id, CASE WHEN job.status = 'running' THEN worker.last_heartbeat_at END AS last_heartbeat_at,
        job.cancel_requested, job.progress_percent, job.progress_message, job.tags, job.schedule_id, job.replay_of,
        job.unique_key
    FROM page
    JOIN millrace.job ON job.id = page.id
    LEFT JOIN millrace.worker ON worker.id = job.worker_id
    WHERE page.is_live
    UNION ALL
    SELECT page.key, job.id, job.job_type, job.queue, job.priority, job.status, job.payload::text, job.result::text,
        job.error::text, job.attempt, job.failures, job.max_retries, job.retry_base_ms, job.retry_max_ms,
        job.timeout_seconds, job.created_at, job.run_at, job.started_at, job.finished_at, job.worker_id,
        NULL::timestamptz, job.cancel_requested, job.progress_percent, job.progress_message, job.tags, job.schedule_id,
        job.replay_of, job.unique_key
    FROM page
    JOIN millrace.job_archive AS job ON job.id = page.id AND job.finished_at = page.finished_at
    WHERE NOT page.is_live
), measured AS (
    SELECT listed.*, bytes,
        sum(bytes) OVER (ORDER BY key {order}, id {order} ROWS UNBOUNDED PRECEDING) AS bytes_so_far
    FROM listed,
        LATERAL (
            SELECT octet_length(payload) + coalesce(octet_length(result), 0) + coalesce(octet_length(error), 0)
        ) AS size (bytes)
)
SELECT measured.*, (SELECT count(*) FROM page) AS chosen
FROM measured
WHERE bytes_so_far - bytes < $21::bigint
ORDER BY key {order}, id {order}
