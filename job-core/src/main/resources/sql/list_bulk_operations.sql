-- Lists bulk operations, the newest first.
-- Parameters: $1 and $2 created_at and id that all must stay below, or null; $3 how many at most.
SELECT id, action, CASE WHEN state = 'previewed' AND expires_at <= now() THEN 'expired' ELSE state END AS state,
    filter::text AS filter, reason, matched, done, skipped, failed, created_at, created_by, expires_at, started_at,
    started_by, finished_at, aborted_by, token
FROM millrace.bulk_operation
WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1::timestamptz, $2::uuid)
ORDER BY created_at DESC, id DESC
LIMIT $3::integer
