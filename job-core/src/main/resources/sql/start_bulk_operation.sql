-- Starts a previewed operation; one without jobs is complete at once.
-- Parameters: $1 id, $2 who starts it, $3 the reason or null to keep the preview's.
-- Fence: state = 'previewed', not expired. Returns its id when it has started.
UPDATE millrace.bulk_operation
SET state = CASE WHEN matched = 0 THEN 'completed' ELSE 'running' END,
    started_at = now(),
    started_by = $2::text,
    reason = coalesce($3::text, reason),
    finished_at = CASE WHEN matched = 0 THEN now() END
WHERE id = $1::uuid AND state = 'previewed' AND expires_at > now()
RETURNING id
