-- Records ticks as fired.
-- Parameters, one array element a tick: $1 schedule id, $2 tick, $3 id of the job that it fires.
-- Returns those that had not fired yet; only their jobs may be accepted.
INSERT INTO millrace.schedule_fire (schedule_id, fire_at, job_id)
SELECT schedule_id, fire_at, job_id
FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) AS f (schedule_id, fire_at, job_id)
ORDER BY schedule_id, fire_at
ON CONFLICT (schedule_id, fire_at) DO NOTHING
RETURNING job_id
