-- Lists live jobs, the newest first, by the index on created_at.
-- Parameters: $1 and $2 created_at and id that all must exceed, $3 and $4 those that all must stay below; each of the
--   following null for any: $5 statuses, $6 types, $7 queues, $8 priorities, $9 tags of which one must match;
--   $10 how many at most.
SELECT job.id, job.job_type, job.queue, job.priority, job.status, job.payload::text AS payload, NULL::text AS result,
    job.error::text AS error, job.attempt, job.failures, job.max_retries, job.retry_base_ms, job.retry_max_ms,
    job.timeout_seconds, job.created_at, job.run_at, job.started_at, job.dead_at AS finished_at, job.worker_id,
    CASE WHEN job.status = 'running' THEN worker.last_heartbeat_at END AS last_heartbeat_at, job.cancel_requested,
    job.progress_percent, job.progress_message, job.tags, job.schedule_id, job.replay_of, job.unique_key
FROM (
    SELECT *
    FROM millrace.job
    WHERE (created_at, id) > ($1::timestamptz, $2::uuid)
        AND (created_at, id) < ($3::timestamptz, $4::uuid)
        AND ($5::text[] IS NULL OR status = ANY ($5::text[]))
        AND ($6::text[] IS NULL OR job_type = ANY ($6::text[]))
        AND ($7::text[] IS NULL OR queue = ANY ($7::text[]))
        AND ($8::smallint[] IS NULL OR priority = ANY ($8::smallint[]))
        AND ($9::text[] IS NULL OR tags && $9::text[])
    ORDER BY created_at DESC, id DESC
    LIMIT $10::integer
) AS job
LEFT JOIN millrace.worker ON worker.id = job.worker_id
ORDER BY job.created_at DESC, job.id DESC
