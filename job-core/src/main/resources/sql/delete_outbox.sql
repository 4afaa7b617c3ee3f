-- Forgets tickets that the broker has confirmed.
-- Parameters: $1 ids. Rows are locked in id order, so that a relay and a publisher of the same tickets cannot deadlock.
WITH confirmed AS MATERIALIZED (
    SELECT id FROM millrace.outbox WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE
)
DELETE FROM millrace.outbox USING confirmed WHERE outbox.id = confirmed.id
