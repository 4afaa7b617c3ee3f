-- Forgets operations that ended long ago and have no items left.
-- Parameters: $1 age in s.
DELETE FROM millrace.bulk_operation AS operation
WHERE state IN ('completed', 'aborted', 'expired')
    AND finished_at < now() - $1::float8 * interval '1 second'
    AND NOT EXISTS (SELECT FROM millrace.bulk_operation_item AS item WHERE item.operation_id = operation.id)
