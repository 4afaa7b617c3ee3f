-- Notes that sessions are in use, to the minute.
-- Parameters: $1 hashes of tokens.
UPDATE millrace.session
SET last_seen_at = now()
WHERE token_hash = ANY ($1::bytea[])
    AND last_seen_at < now() - interval '1 minute'
