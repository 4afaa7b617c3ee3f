-- Forgets attempts whose jobs are forgotten: neither live nor in the archive. Looks at a part of those that are old enough, the
-- oldest first.
-- Parameters: $1 age in s, $2 to $4 end, job and attempt of the one after which to look, $5 how many to look at.
-- Returns how many were looked at and forgotten, and the last one that was looked at.
WITH old AS MATERIALIZED (
    SELECT finished_at, job_id, attempt
    FROM millrace.attempt
    WHERE (finished_at, job_id, attempt) > ($2::timestamptz, $3::uuid, $4::integer)
        AND finished_at < now() - $1::float8 * interval '1 second'
    ORDER BY finished_at, job_id, attempt
    LIMIT $5::integer
), gone AS (
    DELETE FROM millrace.attempt
    USING old
    WHERE attempt.job_id = old.job_id AND attempt.attempt = old.attempt
        AND NOT EXISTS (SELECT FROM millrace.job WHERE job.id = old.job_id)
        AND NOT EXISTS (
            SELECT FROM millrace.job_archive
            WHERE job_archive.id = old.job_id AND job_archive.finished_at >= old.finished_at
        )
    RETURNING 1
)
SELECT (SELECT count(*) FROM old)::integer AS looked_at, (SELECT count(*) FROM gone)::integer AS forgotten,
    last.finished_at, last.job_id, last.attempt
FROM (SELECT) AS always
LEFT JOIN (SELECT * FROM old ORDER BY finished_at DESC, job_id DESC, attempt DESC LIMIT 1) AS last ON true
