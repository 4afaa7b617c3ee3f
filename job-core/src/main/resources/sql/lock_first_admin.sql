-- Lets one process at a time look whether the first user and key are still to be made; held to the transaction's end.
-- Parameters: none.
SELECT pg_advisory_xact_lock(hashtextextended('millrace.first_admin', 0))
