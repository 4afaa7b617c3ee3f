-- Bounds what follows in the same transaction: how long each statement may run. A filter may need a walk of the live table,
-- which is then better walked as it lies than by an index, and its plan is made for the values given.
-- Parameters: $1 how long in ms, as text.
SELECT set_config('statement_timeout', $1::text, true), set_config('enable_seqscan', 'on', true),
    set_config('plan_cache_mode', 'force_custom_plan', true)
