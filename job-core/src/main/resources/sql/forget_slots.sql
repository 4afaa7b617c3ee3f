-- Forgets slots of the rollup and of the depth that are older than charts reach back.
-- Parameters: $1 slot length in minutes, $2 age in s.
WITH forgotten AS (
    DELETE FROM millrace.depth_slot WHERE minutes = $1::smallint AND slot < now() - $2::float8 * interval '1 second'
)
DELETE FROM millrace.rollup_slot
WHERE minutes = $1::smallint AND measure IN ('jobs', 'wait', 'run')
    AND slot < now() - $2::float8 * interval '1 second'
