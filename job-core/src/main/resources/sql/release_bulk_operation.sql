-- Gives an operation back, so that another runner may take it at once.
-- Parameters: $1 id, $2 run. Fence: run = $2.
UPDATE millrace.bulk_operation SET runner_until = NULL WHERE id = $1::uuid AND run = $2::integer
