-- Counts the jobs that fit a filter, but no further than asked.
-- Choices and parameters: as in list_jobs.sql, of which $20 is how far to count.
WITH parameters AS (
    SELECT $1::{key_type}, $2::uuid, $3::timestamptz, $4::timestamptz, $5::timestamptz, $6::timestamptz, $7::timestamptz,
        $8::timestamptz, $9::text[], $10::text[], $11::text[], $12::smallint[], $13::text[], $14::uuid[], $15::uuid[],
        $16::text[], $17::text[], $18::text[], $19::text[], $20::integer
)
SELECT least(count(*), $20::integer) AS jobs
FROM (
    --> chosen_jobs
) AS chosen
