-- Lets previews expire whose time is over. Returns their ids.
UPDATE millrace.bulk_operation
SET state = 'expired', finished_at = expires_at
WHERE state = 'previewed' AND expires_at <= now()
RETURNING id
