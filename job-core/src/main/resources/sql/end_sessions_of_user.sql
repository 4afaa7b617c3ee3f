-- Ends a user's sessions.
-- Parameters: $1 user's id, $2 hash of the token of the one that stays, or null to end all.
DELETE FROM millrace.session
WHERE user_id = $1::uuid AND ($2::bytea IS NULL OR token_hash <> $2::bytea)
