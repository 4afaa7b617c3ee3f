-- Deletes items of operations that are over: of expired previews at once, of others when they have ended long enough ago.
-- Parameters: $1 how many at most, $2 how long ago in s. Safe on every replica at once: items that another session holds
-- are skipped. Returns how many were deleted.
WITH swept AS MATERIALIZED (
    SELECT item.operation_id, item.position
    FROM millrace.bulk_operation AS operation
    JOIN millrace.bulk_operation_item AS item ON item.operation_id = operation.id
    WHERE operation.state = 'expired'
        OR (operation.state = 'aborted' AND operation.started_at IS NULL)
        OR (operation.state IN ('completed', 'aborted')
            AND operation.finished_at < now() - $2::float8 * interval '1 second')
    LIMIT $1::integer
    FOR UPDATE OF item SKIP LOCKED
), deleted AS (
    DELETE FROM millrace.bulk_operation_item AS item
    USING swept
    WHERE item.operation_id = swept.operation_id AND item.position = swept.position
    RETURNING item.position
)
SELECT count(*)::integer AS deleted FROM deleted
