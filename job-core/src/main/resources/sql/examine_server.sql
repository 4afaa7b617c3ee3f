-- Tells how the server is set up and fares, as far as any role may see it; one row. Needs nothing of Millrace's.
-- Sessions of other roles are counted, and what they wait for; what they say is seen only with pg_read_all_stats.
SELECT current_setting('server_version') AS version,
    current_setting('server_version_num')::integer AS version_number,
    pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean AS read_only,
    concat_ws(
        ', ',
        CASE WHEN NOT current_setting('fsync')::boolean THEN 'fsync' END,
        CASE WHEN NOT current_setting('full_page_writes')::boolean THEN 'full_page_writes' END,
        CASE WHEN current_setting('synchronous_commit') = 'off' THEN 'synchronous_commit' END
    ) AS loses_commits,
    current_setting('autovacuum')::boolean AS autovacuum,
    current_setting('server_encoding') AS encoding,
    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
    current_setting('max_connections')::integer AS most_connections,
    clock_timestamp() AS clock,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
    coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted,
    coalesce(inet_server_addr() = inet_client_addr(), true) AS local,
    (SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()) AS prepared_transactions,
    (SELECT count(*) FROM pg_replication_slots WHERE NOT active) AS idle_slots,
    CASE
        WHEN pg_is_in_recovery() THEN 0
        ELSE (
            SELECT coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)), 0)::bigint
            FROM pg_replication_slots
            WHERE NOT active
        )
    END AS kept_bytes,
    coalesce(waiter.seconds, 0) AS lock_wait_seconds,
    coalesce(waiter.holders, ARRAY[]::integer[]) AS lock_holders,
    (
        SELECT count(*)
        FROM pg_index
        JOIN pg_class ON pg_class.oid = pg_index.indexrelid
        JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
        WHERE pg_namespace.nspname = 'millrace' AND NOT pg_index.indisvalid
            -- Those that are being made now.
            AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index AS made WHERE made.index_relid = pg_index.indexrelid)
    ) AS broken_indexes
FROM (VALUES (1)) AS server
LEFT JOIN LATERAL (
    SELECT extract(epoch FROM clock_timestamp() - pg_locks.waitstart)::float8 AS seconds, pg_blocking_pids(pg_locks.pid) AS holders
    FROM pg_locks
    JOIN pg_stat_activity ON pg_stat_activity.pid = pg_locks.pid
    WHERE pg_locks.waitstart IS NOT NULL AND pg_stat_activity.datname = current_database()
    ORDER BY pg_locks.waitstart
    LIMIT 1
) AS waiter ON true
