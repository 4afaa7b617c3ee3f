-- Bounds what follows in the same transaction: how long each statement may run, and that it goes by indexes even where the
-- planner, with statistics that lag behind, would rather read a whole table.
-- Parameters: $1 how long in ms, as text.
SELECT set_config('statement_timeout', $1::text, true), set_config('enable_seqscan', 'off', true),
    set_config('enable_bitmapscan', 'off', true)
