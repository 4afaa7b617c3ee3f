-- Which jobs hold unique keys.
-- Parameters: $1 keys.
SELECT key, job_id FROM millrace.unique_key WHERE key = ANY ($1::text[])
