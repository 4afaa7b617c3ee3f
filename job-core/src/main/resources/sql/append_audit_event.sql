-- Notes a change made by a person or key. Run in the transaction of the change.
-- Parameters: $1 actor, $2 the actor's role, $3 address or null, $4 action, $5 target, $6 reason or null,
--   $7 detail (JSON text) or null.
INSERT INTO millrace.audit_event (actor, actor_role, address, action, target, reason, detail)
VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text::jsonb)
