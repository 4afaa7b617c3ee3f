-- Counts the tickets that are committed but not published yet, no further than $1, and tells how long the first of them has
-- been left to the relay in s (negative while its own process may still publish it).
-- Parameters: $1 how many are counted at most.
SELECT count(*) AS tickets, extract(epoch FROM now() - min(due_at))::float8 AS overdue_seconds
FROM (SELECT due_at FROM millrace.outbox ORDER BY due_at LIMIT $1::integer) AS pending
