-- Measures how PostgreSQL fares with the hot table, and how far behind publishing and cron are. Cheap, whatever the tables' size.
-- Parameters: $1 how many tickets are counted at most, $2 how many days ahead partitions are looked for.
-- The table's rows are as its statistics have them. Transactions of other roles are seen only with pg_read_all_stats.
SELECT hot.n_live_tup AS live_rows, hot.n_dead_tup AS dead_rows, pg_total_relation_size('millrace.job') AS table_bytes,
    greatest(
        (
            SELECT extract(epoch FROM now() - min(xact_start))
            FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND datname = current_database()
        ),
        (SELECT extract(epoch FROM now() - min(prepared)) FROM pg_prepared_xacts WHERE database = current_database()),
        0
    )::float8 AS oldest_transaction_seconds,
    (SELECT count(*) FROM (SELECT FROM millrace.outbox LIMIT $1::integer) AS tickets) AS outbox_tickets,
    (
        SELECT coalesce(min(day.ahead) - 1, $2::integer)
        FROM generate_series(0, $2::integer) AS day (ahead)
        CROSS JOIN LATERAL (SELECT to_char((now() AT TIME ZONE 'UTC')::date + day.ahead, 'YYYYMMDD') AS suffix) AS named
        WHERE to_regclass('millrace.job_archive_' || named.suffix) IS NULL
            OR to_regclass('millrace.job_log_' || named.suffix) IS NULL
    )::integer AS partition_days_ahead,
    coalesce(
        (
            SELECT extract(epoch FROM now() - min(next_fire_at))
            FROM millrace.schedule
            WHERE enabled AND next_fire_at <= now()
        ),
        0
    )::float8 AS schedule_lag_seconds
FROM pg_stat_user_tables AS hot
WHERE hot.schemaname = 'millrace' AND hot.relname = 'job'
