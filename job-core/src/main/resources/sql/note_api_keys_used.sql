-- Notes that keys are in use, to the minute.
-- Parameters: $1 ids.
UPDATE millrace.api_key
SET last_used_at = now()
WHERE id = ANY ($1::uuid[])
    AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
