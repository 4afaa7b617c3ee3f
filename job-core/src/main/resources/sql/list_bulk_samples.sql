-- Lists the first jobs of a frozen set, as they stand.
-- Parameters: $1 operation, $2 how many at most.
SELECT job.id, job.job_type, job.queue, job.priority, job.status, job.attempt, job.created_at, job.run_at,
    job.dead_at AS finished_at, job.tags, job.error ->> 'type' AS error_type, job.error ->> 'message' AS error_message
FROM (
    SELECT position, job_id FROM millrace.bulk_operation_item
    WHERE operation_id = $1::uuid
    ORDER BY position
    LIMIT $2::integer
) AS item
JOIN millrace.job ON job.id = item.job_id
ORDER BY item.position
