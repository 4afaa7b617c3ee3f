-- Lists the items of an operation that come next.
-- Parameters: $1 operation, $2 the position after which to begin, $3 how many at most.
SELECT position, job_id, attempt FROM millrace.bulk_operation_item
WHERE operation_id = $1::uuid AND position > $2::integer
ORDER BY position
LIMIT $3::integer
