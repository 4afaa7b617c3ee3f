-- Finds the sessions of these tokens that have not expired, with their users.
-- Parameters: $1 hashes of tokens, $2 seconds that a session may be idle, $3 seconds that it may last.
SELECT session.token_hash, session.created_at, session.last_seen_at, app_user.id, app_user.username, app_user.role
FROM millrace.session
JOIN millrace.app_user ON app_user.id = session.user_id
WHERE session.token_hash = ANY ($1::bytea[])
    AND session.last_seen_at > now() - make_interval(secs => $2::double precision)
    AND session.created_at > now() - make_interval(secs => $3::double precision)
