-- Signs a user in. Fence: the password is still the one that was proven to be known; returns nothing otherwise.
-- Parameters: $1 user's id, $2 password hash, $3 hash of the session's token, $4 address or null.
WITH signed_in AS (
    UPDATE millrace.app_user SET last_sign_in_at = now()
    WHERE id = $1::uuid AND password_hash = $2::text
    RETURNING id
)
INSERT INTO millrace.session (token_hash, user_id, address)
SELECT $3::bytea, id, $4::text FROM signed_in
RETURNING user_id
