-- A part of list_jobs.sql and count_jobs.sql, which say its choices and parameters: the first jobs of each table, as (key,
-- id, is_live, finished_at).
--[ live=none
(SELECT NULL::{key_type} AS key, NULL::uuid AS id, true AS is_live, NULL::timestamptz AS finished_at WHERE false)
--]
--[ live=all|dead|fingerprints
(
    SELECT found.key, found.id, true AS is_live, found.finished_at
    FROM (SELECT) AS wanted                                                         --? live=all|dead
    FROM unnest($16::text[]) AS wanted (fingerprint)                                --? live=fingerprints
    CROSS JOIN LATERAL (
        SELECT job.key, job.id, job.finished_at
        FROM (
            SELECT job.*, dead_at AS finished_at,
                coalesce(dead_at, timestamptz '9999-12-31Z') AS key                 --? sort=finished_at order=asc live=all
                coalesce(dead_at, timestamptz '0001-01-01Z') AS key                 --? sort=finished_at order=desc live=all
                dead_at AS key                                                      --? sort=finished_at live=dead|fingerprints
                --> sort_key
            FROM millrace.job
        ) AS job
        WHERE ($7::timestamptz IS NULL OR job.finished_at >= $7::timestamptz)
            AND ($8::timestamptz IS NULL OR job.finished_at < $8::timestamptz)
            AND job.dead_at IS NOT NULL                                             --? live=dead|fingerprints
            AND job.fingerprint = wanted.fingerprint                                --? live=fingerprints
            --[ live=all
            -- As every job's; it lets the index by creation be used, which no other statement may take for that by id.
            AND job.created_at > '-infinity'
            --> created_range
            --]
            --[ live=dead|fingerprints
            -- Written so that the index by death is used, however few the range might hold.
            AND (job.created_at >= $3::timestamptz AND job.created_at < $4::timestamptz) IS TRUE
            --]
            --> fitting_jobs
        ORDER BY job.key {order}, job.id {order}
        LIMIT $20::integer
    ) AS found
    ORDER BY found.key {order}, found.id {order}
    LIMIT $20::integer
)
--]
--[ archive=all|types|schedules|rare_ends
UNION ALL
(
    SELECT found.key, found.id, false, found.finished_at
    FROM (SELECT) AS wanted                                                         --? archive=all
    FROM unnest($10::text[]) AS wanted (job_type)                                   --? archive=types
    FROM unnest($15::uuid[]) AS wanted (schedule_id)                                --? archive=schedules
    FROM unnest($19::text[]) AS wanted (status)                                     --? archive=rare_ends
    CROSS JOIN LATERAL (
        SELECT job.key, job.id, job.finished_at
        FROM (
            SELECT job_archive.*,
                finished_at AS key                                                  --? sort=finished_at
                --> sort_key
            FROM millrace.job_archive
        ) AS job
        WHERE job.finished_at >= $5::timestamptz
            AND job.finished_at < $6::timestamptz
            AND job.job_type = wanted.job_type                                      --? archive=types
            AND job.schedule_id = wanted.schedule_id                                --? archive=schedules
            AND job.status = wanted.status AND job.status <> 'completed'            --? archive=rare_ends
            --> created_range
            --> fitting_jobs
        ORDER BY job.key {order}, job.id {order}
        LIMIT $20::integer
    ) AS found
    ORDER BY found.key {order}, found.id {order}
    LIMIT $20::integer
)
--]
