-- Reads the counts of a chart, by step, group, outcome and bucket.
-- Parameters: $1 slot length in minutes, $2 measure, $3 from, $4 to (not included), $5 outcomes or null for all,
--   $6 queues or null, $7 job types or null, $8 queue, job_type, outcome, or none, $9 the names of the groups to tell
--   apart; all others have the name null; $10 step in minutes, a multiple of the slot's.
SELECT date_bin($10::integer * interval '1 minute', slot, 'epoch') AS step,
    CASE
        WHEN $8::text = 'none' THEN ''
        WHEN CASE $8::text WHEN 'queue' THEN queue WHEN 'job_type' THEN job_type ELSE outcome END = ANY ($9::text[])
            THEN CASE $8::text WHEN 'queue' THEN queue WHEN 'job_type' THEN job_type ELSE outcome END
    END AS name,
    CASE WHEN $2::text = 'jobs' THEN outcome ELSE '' END AS outcome, bucket, sum(jobs)::bigint AS jobs
FROM millrace.rollup_slot
WHERE minutes = $1::smallint AND measure = $2::text AND slot >= $3::timestamptz AND slot < $4::timestamptz
    AND ($5::text[] IS NULL OR outcome = ANY ($5::text[]))
    AND ($6::text[] IS NULL OR queue = ANY ($6::text[]))
    AND ($7::text[] IS NULL OR job_type = ANY ($7::text[]))
GROUP BY 1, 2, 3, 4
