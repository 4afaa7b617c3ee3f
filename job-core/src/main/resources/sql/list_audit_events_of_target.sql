-- Lists what one target has in the audit trail, the newest first; by an index of its own.
-- Parameters: $1 and $2 happened_at and id that all must stay below; $3 from when on; each of the following null for any but the target:
--   $4 actor, $5 action, $6 target; $7 how many at most.
SELECT id, happened_at, actor, actor_role, address, action, target, reason, detail::text AS detail
FROM millrace.audit_event
WHERE (happened_at, id) < ($1::timestamptz, $2::bigint)
    AND happened_at >= $3::timestamptz
    AND ($4::text IS NULL OR actor = $4::text)
    AND ($5::text IS NULL OR action = $5::text)
    AND target = $6::text
ORDER BY happened_at DESC, id DESC
LIMIT $7::integer
