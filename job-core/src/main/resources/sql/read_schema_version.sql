-- Which migration was the last to be applied; 0 when none was. Fails while there is no schema.
-- Parameters: none.
-- Fence: none, it only reads.
SELECT coalesce(max(version::integer), 0) AS version
FROM millrace.flyway_schema_history
WHERE success AND version IS NOT NULL
