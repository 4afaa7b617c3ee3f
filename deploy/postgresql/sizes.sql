-- Tells how much of the disk each of Millrace's tables takes, the largest first: partitions together, rows as PostgreSQL's
-- statistics count them, bytes a row with everything (TOAST, indexes, what is free within). Changes nothing; a moment's work.
--
--   psql "$MILLRACE_PG_URL" --file=deploy/postgresql/sizes.sql
--
-- It tells something once there are some thousand rows: below that most of what a table takes is empty pages. What is still to
-- be cleared away by vacuum counts, as it does on the disk.
SELECT coalesce(parent.relname, own.relname) AS "table",
    sum(pg_stat_get_live_tuples(own.oid)) AS rows,
    pg_size_pretty(sum(pg_table_size(own.oid))) AS data,
    pg_size_pretty(sum(pg_indexes_size(own.oid))) AS indexes,
    round(sum(pg_total_relation_size(own.oid)) / nullif(sum(pg_stat_get_live_tuples(own.oid)), 0)) AS bytes_a_row
FROM pg_class AS own
JOIN pg_namespace ON pg_namespace.oid = own.relnamespace
LEFT JOIN pg_inherits ON pg_inherits.inhrelid = own.oid
LEFT JOIN pg_class AS parent ON parent.oid = pg_inherits.inhparent
WHERE pg_namespace.nspname = 'millrace' AND own.relkind = 'r'
GROUP BY 1
ORDER BY sum(pg_total_relation_size(own.oid)) DESC;
