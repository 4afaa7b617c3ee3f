-- Ends a user's sessions but the newest, so that their number is bounded.
-- Parameters: $1 user's id, $2 how many stay.
DELETE FROM millrace.session
WHERE token_hash IN (
    SELECT token_hash FROM millrace.session
    WHERE user_id = $1::uuid
    ORDER BY created_at DESC, token_hash
    OFFSET $2::integer
)
