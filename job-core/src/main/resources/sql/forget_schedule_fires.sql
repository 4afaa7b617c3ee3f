-- Forgets ticks that fired long ago; their schedules have moved on, so that they cannot come again.
-- Parameters: $1 age in s.
DELETE FROM millrace.schedule_fire WHERE fire_at < now() - $1::float8 * interval '1 second'
