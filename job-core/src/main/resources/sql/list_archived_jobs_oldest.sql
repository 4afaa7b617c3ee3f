-- Lists finished jobs, the oldest first, by the index on created_at. A job ends after it is made, so that partitions of days
-- before $1 are not looked at.
-- Parameters: $1 and $2 created_at and id that all must exceed, $3 and $4 those that all must stay below; each of the
--   following null for any: $5 statuses, $6 types, $7 queues, $8 priorities, $9 tags of which one must match;
--   $10 how many at most.
SELECT id, job_type, queue, priority, status, payload::text AS payload, result::text AS result, error::text AS error,
    attempt, failures, max_retries, retry_base_ms, retry_max_ms, timeout_seconds, created_at, run_at, started_at,
    finished_at, worker_id, NULL::timestamptz AS last_heartbeat_at, cancel_requested, progress_percent, progress_message,
    tags, schedule_id, replay_of, unique_key
FROM millrace.job_archive
WHERE (created_at, id) > ($1::timestamptz, $2::uuid)
    AND (created_at, id) < ($3::timestamptz, $4::uuid)
    AND finished_at >= $1::timestamptz
    AND ($5::text[] IS NULL OR status = ANY ($5::text[]))
    AND ($6::text[] IS NULL OR job_type = ANY ($6::text[]))
    AND ($7::text[] IS NULL OR queue = ANY ($7::text[]))
    AND ($8::smallint[] IS NULL OR priority = ANY ($8::smallint[]))
    AND ($9::text[] IS NULL OR tags && $9::text[])
ORDER BY created_at ASC, id ASC
LIMIT $10::integer
