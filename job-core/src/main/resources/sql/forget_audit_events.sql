-- Forgets entries of the audit trail, the oldest first.
-- Parameters: $1 age in s, a day at least, $2 how many at most. Returns how many went.
SELECT millrace.forget_audit_events($1::float8 * interval '1 second', $2::integer)::integer AS forgotten
