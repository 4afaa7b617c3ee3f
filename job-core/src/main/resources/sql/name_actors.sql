-- Names the actors of audit events for people. A user who is gone has no name any more.
-- Parameters: $1 ids of users, $2 ids of keys.
SELECT 'user:' || id AS actor, username AS name FROM millrace.app_user WHERE id = ANY ($1::uuid[])
UNION ALL
SELECT 'key:' || id AS actor, name FROM millrace.api_key WHERE id = ANY ($2::uuid[])
