-- Notes what became of the items of one batch, and renews the runner's lease; after the last item the operation is complete.
-- Parameters: $1 operation, $2 run, $3 up to where its items have now been dealt with; one array element an item:
--   $4 position, $5 outcome (done, skipped or failed); $6 the lease in s.
-- Fence: state = 'running' AND run = $2. Returns the operation's state.
WITH told AS (
    SELECT * FROM unnest($4::integer[], $5::text[]) AS t (position, outcome)
), marked AS (
    UPDATE millrace.bulk_operation_item AS item
    SET outcome = told.outcome
    FROM told
    WHERE item.operation_id = $1::uuid AND item.position = told.position
)
UPDATE millrace.bulk_operation
SET position = $3::integer,
    done = done + (SELECT count(*) FROM told WHERE outcome = 'done'),
    skipped = skipped + (SELECT count(*) FROM told WHERE outcome = 'skipped'),
    failed = failed + (SELECT count(*) FROM told WHERE outcome = 'failed'),
    state = CASE WHEN $3::integer >= matched THEN 'completed' ELSE state END,
    finished_at = CASE WHEN $3::integer >= matched THEN clock_timestamp() END,
    runner_until = CASE WHEN $3::integer < matched THEN clock_timestamp() + $6::float8 * interval '1 second' END
WHERE id = $1::uuid AND run = $2::integer AND state = 'running'
RETURNING state
