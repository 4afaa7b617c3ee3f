-- Tells whether there is a user, and whether there is or ever was an API key.
-- Parameters: none.
SELECT EXISTS (SELECT FROM millrace.app_user) AS has_user, EXISTS (SELECT FROM millrace.api_key) AS has_key
