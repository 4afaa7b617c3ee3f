-- Stops an operation under way after its present batch, or drops a preview.
-- Parameters: $1 id, $2 who asks for it.
-- Fence: state = 'running', or 'previewed' and not expired. Returns its id when it has been stopped by this.
UPDATE millrace.bulk_operation
SET state = 'aborted', finished_at = clock_timestamp(), aborted_by = $2::text, runner_until = NULL
WHERE id = $1::uuid AND (state = 'running' OR (state = 'previewed' AND expires_at > now()))
RETURNING id
