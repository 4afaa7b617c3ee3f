-- Lists jobs that ended other than completed, the oldest first, by the partial index on them: a page of each status, merged.
-- Parameters: $1 and $2 created_at and id that all must exceed, $3 and $4 those that all must stay below; each of the
--   following null for any: $5 statuses, $6 types, $7 queues, $8 priorities, $9 tags of which one must match;
--   $10 how many at most.
SELECT id, job_type, queue, priority, status, payload::text AS payload, result::text AS result, error::text AS error,
    attempt, failures, max_retries, retry_base_ms, retry_max_ms, timeout_seconds, created_at, run_at, started_at,
    finished_at, worker_id, NULL::timestamptz AS last_heartbeat_at, cancel_requested, progress_percent, progress_message,
    tags, schedule_id, replay_of, unique_key
FROM (
    SELECT page.*
    FROM unnest($5::text[]) AS wanted (status)
    CROSS JOIN LATERAL (
        SELECT *
        FROM millrace.job_archive
        WHERE job_archive.status = wanted.status
            AND job_archive.status <> 'completed'
            AND (created_at, id) > ($1::timestamptz, $2::uuid)
            AND (created_at, id) < ($3::timestamptz, $4::uuid)
            AND finished_at >= $1::timestamptz
            AND ($6::text[] IS NULL OR job_type = ANY ($6::text[]))
            AND ($7::text[] IS NULL OR queue = ANY ($7::text[]))
            AND ($8::smallint[] IS NULL OR priority = ANY ($8::smallint[]))
            AND ($9::text[] IS NULL OR tags && $9::text[])
        ORDER BY created_at ASC, id ASC
        LIMIT $10::integer
    ) AS page
    ORDER BY page.created_at ASC, page.id ASC
    LIMIT $10::integer
) AS merged
ORDER BY created_at ASC, id ASC
