-- Makes an API key.
-- Parameters: $1 id, $2 prefix, $3 name, $4 role, $5 keyed hash of the whole key, $6 by whom, $7 when it expires or null.
INSERT INTO millrace.api_key (id, prefix, name, role, key_hash, created_by, expires_at)
VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::bytea, $6::text, $7::timestamptz)
RETURNING id, prefix, name, role, created_at, created_by, expires_at, last_used_at, revoked_at
