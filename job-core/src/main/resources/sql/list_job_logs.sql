-- Reads on in the logs of several jobs, each in the order of writing. What was written by transactions younger than one that
-- is still under way is not shown yet, for up to 3 s: that one might write in between, and its lines would be missed.
-- Parameters, one array element a reader: $1 its number, $2 job id, $3 a time at which the job surely did not exist yet, $4
--   and $5 the transaction and line that it has come to; $6 how many lines each at most.
SELECT reader.number, log.*
FROM unnest($1::integer[], $2::uuid[], $3::timestamptz[], $4::text[], $5::integer[])
    AS reader (number, job_id, not_yet, xid, line)
CROSS JOIN LATERAL (
    SELECT job_log.job_id, job_log.attempt, job_log.worker_id, job_log.job_type, job_log.queue, job_log.level,
        job_log.logged_at, job_log.message, job_log.fields::text AS fields, job_log.xid::text AS xid, job_log.line,
        job_log.xid AS place
    FROM millrace.job_log
    WHERE job_log.job_id = reader.job_id
        AND job_log.written_at >= reader.not_yet AND job_log.written_at < now() + interval '1 day'
        AND (job_log.xid, job_log.line) > (reader.xid::xid8, reader.line)
        AND (job_log.xid < pg_snapshot_xmin(pg_current_snapshot())
            OR job_log.written_at < now() - interval '3 seconds')
    ORDER BY job_log.xid, job_log.line
    LIMIT $6::integer
) AS log
ORDER BY reader.number, log.place, log.line
