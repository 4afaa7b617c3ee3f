-- Makes the queues that a worker serves known.
-- Parameters: $1 names.
INSERT INTO millrace.queue (name) SELECT unnest($1::text[]) ORDER BY 1 ON CONFLICT (name) DO NOTHING
