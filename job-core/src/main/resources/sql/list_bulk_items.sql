-- Lists the jobs of an operation, and what became of each.
-- Parameters: $1 operation, $2 the position after which to begin, $3 the outcome (pending for those that it has not come to)
--   or null for any, $4 how many at most.
SELECT position, job_id, attempt, coalesce(outcome, 'pending') AS outcome
FROM millrace.bulk_operation_item
WHERE operation_id = $1::uuid
    AND position > $2::integer
    AND ($3::text IS NULL OR coalesce(outcome, 'pending') = $3::text)
ORDER BY position
LIMIT $4::integer
