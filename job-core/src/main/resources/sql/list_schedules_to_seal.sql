-- Lists schedules whose payload is not encrypted with the present key.
-- Parameters: $1 how a text begins that is encrypted with it, $2 how many at most.
SELECT id, payload::text AS payload
FROM millrace.schedule
WHERE NOT starts_with(payload #>> '{}', $1::text)
ORDER BY id
LIMIT $2::integer
