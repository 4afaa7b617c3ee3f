-- Locks an operation for one batch of its run.
-- Parameters: $1 id, $2 run. Fence: state = 'running' AND run = $2; nothing is returned to a runner that has lost it.
SELECT position FROM millrace.bulk_operation
WHERE id = $1::uuid AND run = $2::integer AND state = 'running'
FOR NO KEY UPDATE
