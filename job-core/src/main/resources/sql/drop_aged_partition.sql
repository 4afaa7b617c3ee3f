-- Drops the oldest partition of a table of days, if all in it is older than that.
-- Parameters: $1 table, $2 age in s, $3 for how long in ms its lock is waited for.
-- Returns the partition's name; '' when the lock could not be had in time; null when there is nothing to drop.
SELECT millrace.drop_aged_partition($1::text, $2::float8 * interval '1 second', $3::integer) AS dropped
