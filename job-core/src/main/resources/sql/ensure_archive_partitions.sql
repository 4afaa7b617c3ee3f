-- Makes the archive's partitions of today and the days ahead; safe on every service at once.
-- Parameters: $1 days ahead.
SELECT millrace.ensure_archive_partitions($1::integer) AS made
