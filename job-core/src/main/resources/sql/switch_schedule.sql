-- Pauses or resumes a schedule whose row the caller has locked.
-- Parameters: $1 id, $2 whether it is enabled, $3 next tick, or null when there is none or it is paused.
-- A tick that waits for the job before does not outlive a pause.
UPDATE millrace.schedule
SET enabled = $2::boolean, next_fire_at = $3::timestamptz,
    queued_fire_at = CASE WHEN $2::boolean THEN queued_fire_at END, revision = revision + 1
WHERE id = $1::uuid
RETURNING id
