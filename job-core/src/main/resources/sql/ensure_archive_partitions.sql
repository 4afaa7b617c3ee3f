-- Makes the partitions of today and the days ahead, of the archive and of the job log; safe on every service at once.
-- Parameters: $1 days ahead.
SELECT millrace.ensure_archive_partitions($1::integer) + millrace.ensure_job_log_partitions($1::integer) AS made
