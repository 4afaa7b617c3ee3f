-- Makes the first API key, unless there is or ever was one.
-- Parameters: $1 id, $2 prefix, $3 name, $4 role, $5 keyed hash of the whole key, $6 by whom.
-- Returns nothing when there is a key. Fence: the caller holds the lock of lock_first_admin.
INSERT INTO millrace.api_key (id, prefix, name, role, key_hash, created_by)
SELECT $1::uuid, $2::text, $3::text, $4::text, $5::bytea, $6::text
WHERE NOT EXISTS (SELECT FROM millrace.api_key)
RETURNING id
