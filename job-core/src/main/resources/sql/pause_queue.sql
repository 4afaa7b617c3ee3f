-- Holds a queue's jobs back. One that is paused already stays so since then, for the new reason.
-- Parameters: $1 name, $2 who, for people, $3 why or null.
-- What an earlier resume asked for is called off; the next resume asks for it again.
UPDATE millrace.queue
SET paused_at = coalesce(paused_at, now()), paused_by = $2::text, paused_reason = $3::text,
    announce_requested_at = NULL, announce_after = NULL
WHERE name = $1::text
RETURNING name, created_at, paused_at, paused_by, paused_reason
