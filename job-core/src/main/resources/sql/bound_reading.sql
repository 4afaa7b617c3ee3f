-- Bounds what follows in the same transaction: how long each statement may run, and that it goes by indexes even where the
-- planner, with statistics that lag behind, would rather read a whole table. One plan serves all parameters: a list is
-- written for one index, and planning it, over the partitions of months, would take longer than reading a page.
-- Parameters: $1 how long in ms, as text.
SELECT set_config('statement_timeout', $1::text, true), set_config('enable_seqscan', 'off', true),
    set_config('enable_bitmapscan', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)
