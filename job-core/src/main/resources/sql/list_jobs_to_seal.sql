-- Looks at live jobs in the order of their ids for what is not encrypted with the present key.
-- Parameters: $1 the id after which to begin, $2 how a text begins that is encrypted with it, $3 how many jobs to look at.
-- Returns every job looked at; its payload and its error are null when nothing is to be done about them.
SELECT id,
    CASE WHEN NOT starts_with(payload #>> '{}', $2::text) THEN payload::text END AS payload,
    CASE WHEN NOT starts_with(error ->> 'message', $2::text) THEN error::text END AS error
FROM millrace.job
WHERE id > $1::uuid
ORDER BY id
LIMIT $3::integer
