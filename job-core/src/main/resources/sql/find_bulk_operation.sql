-- Finds one bulk operation. A preview that may be started no more is shown as expired, swept or not.
-- Parameters: $1 id.
SELECT id, action, CASE WHEN state = 'previewed' AND expires_at <= now() THEN 'expired' ELSE state END AS state,
    filter::text AS filter, reason, matched, done, skipped, failed, created_at, created_by, expires_at, started_at,
    started_by, finished_at, aborted_by, token
FROM millrace.bulk_operation
WHERE id = $1::uuid
