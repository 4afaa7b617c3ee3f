-- Makes a queue, unless there is one of this name.
-- Parameters: $1 name. Returns the name when it was made.
INSERT INTO millrace.queue (name) VALUES ($1::text) ON CONFLICT (name) DO NOTHING RETURNING name
