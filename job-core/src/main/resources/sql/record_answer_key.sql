-- Notes the answer to a request that carried an idempotency key. Run in the transaction of what it made, which holds the key.
-- Parameters: $1 owner, $2 key, $3 hash of the request (hex), $4 status, $5 location or null, $6 body.
INSERT INTO millrace.idempotency_key (owner, key, request_hash, answer_status, answer_location, answer_body)
VALUES ($1::text, $2::text, decode($3::text, 'hex'), $4::smallint, $5::text, $6::text)
