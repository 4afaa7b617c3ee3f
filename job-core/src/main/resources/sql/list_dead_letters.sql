-- Lists dead jobs, the latest to die first, by the partial index on dead_at.
-- Parameters: $1 and $2 dead_at and id that all must stay below; each of the following null for any: $3 types, $4 queues,
--   $5 priorities, $6 tags of which one must match, $7 created at or after, $8 created before; $9 how many at most.
SELECT job.id, job.job_type, job.queue, job.priority, job.status, job.payload::text AS payload, NULL::text AS result,
    job.error::text AS error, job.attempt, job.failures, job.max_retries, job.retry_base_ms, job.retry_max_ms,
    job.timeout_seconds, job.created_at, job.run_at, job.started_at, job.dead_at AS finished_at, job.worker_id,
    CASE WHEN job.status = 'running' THEN worker.last_heartbeat_at END AS last_heartbeat_at, job.cancel_requested,
    job.progress_percent, job.progress_message, job.tags, job.schedule_id, job.replay_of, job.unique_key
FROM (
    SELECT *
    FROM millrace.job
    WHERE dead_at IS NOT NULL
        AND (dead_at, id) < ($1::timestamptz, $2::uuid)
        AND ($3::text[] IS NULL OR job_type = ANY ($3::text[]))
        AND ($4::text[] IS NULL OR queue = ANY ($4::text[]))
        AND ($5::smallint[] IS NULL OR priority = ANY ($5::smallint[]))
        AND ($6::text[] IS NULL OR tags && $6::text[])
        AND ($7::timestamptz IS NULL OR created_at >= $7::timestamptz)
        AND ($8::timestamptz IS NULL OR created_at < $8::timestamptz)
    ORDER BY dead_at DESC, id DESC
    LIMIT $9::integer
) AS job
LEFT JOIN millrace.worker ON worker.id = job.worker_id
ORDER BY job.dead_at DESC, job.id DESC
