-- Gathers dead jobs by what they died of; the group in which a job died last comes first. Goes from group to group by the
-- index on fingerprint, and reads of each group that is shown no more than its latest deaths, in the index alone.
-- Parameters: $1 and $2 last death and id that all must stay below; $3 types, null for any; $4 how many groups at most; $5
--   how many groups to look at; $6 how far to count.
-- Returns for each group how many of its jobs were counted, and how many of these died in each of the last 24 hours, the
-- present hour last.
WITH RECURSIVE seen AS (
    (
        SELECT fingerprint, dead_at, id
        FROM millrace.job
        WHERE dead_at IS NOT NULL AND fingerprint >= ''
        ORDER BY fingerprint DESC, dead_at DESC, id DESC
        LIMIT 1
    )
    UNION ALL
    SELECT latest.fingerprint, latest.dead_at, latest.id
    FROM seen
    CROSS JOIN LATERAL (
        SELECT fingerprint, dead_at, id
        FROM millrace.job
        WHERE dead_at IS NOT NULL AND job.fingerprint < seen.fingerprint
        ORDER BY fingerprint DESC, dead_at DESC, id DESC
        LIMIT 1
    ) AS latest
), page AS MATERIALIZED (
    SELECT looked_at.fingerprint, looked_at.dead_at AS last_seen_at, looked_at.id
    FROM (SELECT * FROM seen LIMIT $5::integer) AS looked_at
    WHERE (looked_at.dead_at, looked_at.id) < ($1::timestamptz, $2::uuid)
        AND (
            $3::text[] IS NULL
            OR EXISTS (SELECT FROM millrace.job WHERE job.id = looked_at.id AND job.job_type = ANY ($3::text[]))
        )
    ORDER BY looked_at.dead_at DESC, looked_at.id DESC
    LIMIT $4::integer
)
SELECT page.fingerprint, page.last_seen_at, page.id, sample.job_type, sample.error ->> 'type' AS error_type,
    left(sample.error ->> 'message', 20000) AS error_message, earliest.first_seen_at, deaths.jobs, deaths.by_hour,
    now() AS measured_at
FROM page
JOIN millrace.job AS sample ON sample.id = page.id
CROSS JOIN LATERAL (
    SELECT dead_at AS first_seen_at
    FROM millrace.job
    WHERE dead_at IS NOT NULL AND job.fingerprint = page.fingerprint
    ORDER BY dead_at, id
    LIMIT 1
) AS earliest
CROSS JOIN LATERAL (
    WITH latest AS MATERIALIZED (
        SELECT dead_at
        FROM millrace.job
        WHERE dead_at IS NOT NULL AND job.fingerprint = page.fingerprint
        ORDER BY dead_at DESC, id DESC
        LIMIT $6::integer
    )
    SELECT (SELECT count(*) FROM latest) AS jobs,
        (
            SELECT array_agg(coalesce(died.jobs, 0) ORDER BY hour)
            FROM generate_series(0, 23) AS hour
            LEFT JOIN (
                SELECT 23 - floor(extract(epoch FROM now() - dead_at) / 3600)::integer AS hour, count(*)::integer AS jobs
                FROM latest
                WHERE dead_at > now() - interval '24 hours'
                GROUP BY 1
            ) AS died USING (hour)
        ) AS by_hour
) AS deaths
ORDER BY page.last_seen_at DESC, page.id DESC
