-- Names the groups of a chart that count most.
-- Parameters: $1 slot length in minutes, $2 measure, $3 from, $4 to (not included), $5 outcomes or null for all,
--   $6 queues or null, $7 job types or null, $8 queue, job_type or outcome, $9 how many at most.
SELECT CASE $8::text WHEN 'queue' THEN queue WHEN 'job_type' THEN job_type WHEN 'outcome' THEN outcome END AS name
FROM millrace.rollup_slot
WHERE minutes = $1::smallint AND measure = $2::text AND slot >= $3::timestamptz AND slot < $4::timestamptz
    AND ($5::text[] IS NULL OR outcome = ANY ($5::text[]))
    AND ($6::text[] IS NULL OR queue = ANY ($6::text[]))
    AND ($7::text[] IS NULL OR job_type = ANY ($7::text[]))
GROUP BY 1
ORDER BY sum(jobs) DESC, 1
LIMIT $9::integer
