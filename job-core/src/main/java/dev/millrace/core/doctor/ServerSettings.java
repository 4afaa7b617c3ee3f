package dev.millrace.core.doctor;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What a PostgreSQL server says of itself, and of the connection that asks.
 *
 * @param version as people write it
 * @param versionNumber as {@code server_version_num}, 150004 for 15.4
 * @param readOnly whether it is a standby, or refuses to write by default
 * @param losesCommits which of the settings that make a commit safe are off, comma-separated; empty when none is
 * @param autovacuum whether it clears dead rows away by itself
 * @param encoding of the database
 * @param connections open now, of {@code mostConnections}
 * @param clock the server's
 * @param superuser whether the asking role may do anything
 * @param encrypted whether this connection is
 * @param local whether this connection stays on one machine
 * @param preparedTransactions of two-phase commits that nobody has ended
 * @param idleSlots replication slots that nobody reads from, for which write-ahead log is kept
 * @param keptBytes of write-ahead log for those
 * @param lockWait for how long some session of this database has waited for a lock, the longest; zero when none waits
 * @param lockHolders the processes that it waits for
 * @param brokenIndexes of Millrace's that a failed {@code CREATE INDEX CONCURRENTLY} has left
 */
record ServerSettings(
        String version,
        int versionNumber,
        boolean readOnly,
        String losesCommits,
        boolean autovacuum,
        String encoding,
        long connections,
        int mostConnections,
        OffsetDateTime clock,
        boolean superuser,
        boolean encrypted,
        boolean local,
        long preparedTransactions,
        long idleSlots,
        long keptBytes,
        Duration lockWait,
        List<Integer> lockHolders,
        long brokenIndexes) {
    static ServerSettings of(Row row) {
        return new ServerSettings(
                row.getString("version"),
                row.getInteger("version_number"),
                row.getBoolean("read_only"),
                row.getString("loses_commits"),
                row.getBoolean("autovacuum"),
                row.getString("encoding"),
                row.getLong("connections"),
                row.getInteger("most_connections"),
                row.getOffsetDateTime("clock"),
                row.getBoolean("superuser"),
                row.getBoolean("encrypted"),
                row.getBoolean("local"),
                row.getLong("prepared_transactions"),
                row.getLong("idle_slots"),
                row.getLong("kept_bytes"),
                Duration.ofMillis((long) (row.getDouble("lock_wait_seconds") * 1_000)),
                List.of(row.getArrayOfIntegers("lock_holders")),
                row.getLong("broken_indexes"));
    }
}
