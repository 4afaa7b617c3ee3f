-- Locks one live job and tells where it stands, so that the next statement of the transaction can decide.
-- Parameters: $1 id. Returns nothing when the job is not live.
SELECT status, cancel_requested, unique_key FROM millrace.job WHERE id = $1::uuid FOR UPDATE
