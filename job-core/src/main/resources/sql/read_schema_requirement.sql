-- Which migration a service must know at least, to work with the schema as it is.
-- Parameters: none.
-- Fence: none, it only reads.
SELECT oldest_known AS version
FROM millrace.schema_requirement
