-- Tells, for each table that has a partition a day, for how many days from today on there are some without a gap; -1 when not even
-- today has one. Days are those of UTC.
SELECT parent.relname AS name,
    (
        SELECT coalesce(min(day.ahead) FILTER (WHERE part.inhrelid IS NULL), 1 + max(day.ahead)) - 1
        FROM generate_series(0, 7) AS day (ahead)
        LEFT JOIN LATERAL (
            SELECT pg_inherits.inhrelid
            FROM pg_inherits
            JOIN pg_class AS child ON child.oid = pg_inherits.inhrelid
            WHERE pg_inherits.inhparent = parent.oid
                AND child.relname = parent.relname || '_' || to_char((now() AT TIME ZONE 'UTC')::date + day.ahead, 'YYYYMMDD')
        ) AS part ON true
    )::integer AS days_ahead
FROM pg_class AS parent
JOIN pg_namespace ON pg_namespace.oid = parent.relnamespace
WHERE pg_namespace.nspname = 'millrace' AND parent.relkind = 'p'
ORDER BY parent.relname
