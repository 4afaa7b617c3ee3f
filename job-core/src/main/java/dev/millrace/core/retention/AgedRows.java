package dev.millrace.core.retention;

import dev.millrace.core.store.Columns;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Forgets what is old, a part at a time; safe on every replica at once. Ages are reckoned by PostgreSQL's clock. Any call may
 * fail with {@link StoreUnavailable}.
 */
public final class AgedRows {
    private final Database database;

    public AgedRows(Database database) {
        this.database = database;
    }

    /**
     * Drops the oldest partition of a table, if all in it is old enough.
     *
     * @param age two days at least
     * @param lockWait how long the partition's lock is waited for, during which others wait, too
     */
    public Uni<PartitionDrop> dropPartition(DatedTable table, Duration age, Duration lockWait) {
        return database.run(
                        "drop_aged_partition", Tuple.of(table.table(), Columns.seconds(age), (int) lockWait.toMillis()))
                .map(rows -> {
                    String dropped = rows.iterator().next().getString("dropped");
                    if (dropped == null) {
                        return PartitionDrop.NOTHING_TO_DROP;
                    }
                    return dropped.isEmpty() ? PartitionDrop.IN_USE : PartitionDrop.DROPPED;
                });
    }

    /**
     * Forgets attempts of jobs that are forgotten themselves.
     *
     * @param age how long ago an attempt must have ended to be looked at
     * @param after up to where those that are old have been looked at
     * @param limit how many are looked at
     */
    public Uni<AttemptSweep> forgetAttempts(Duration age, AttemptSweep.Place after, int limit) {
        return database.run(
                        "forget_attempts",
                        Tuple.of(
                                Columns.seconds(age),
                                Rows.offsetDateTime(after.finishedAt()),
                                after.jobId(),
                                after.attempt(),
                                limit))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    Instant last = Rows.instant(row, "finished_at");
                    UUID jobId = row.getUUID("job_id");
                    return new AttemptSweep(
                            row.getInteger("looked_at"),
                            row.getInteger("forgotten"),
                            last == null ? after : new AttemptSweep.Place(last, jobId, row.getInteger("attempt")));
                });
    }

    /**
     * Forgets tickets that could not be published for {@code age} and announce nothing any more.
     *
     * @param limit how many at most
     * @return how many went
     */
    public Uni<Integer> forgetTickets(Duration age, int limit) {
        return forget("forget_outbox", age, limit);
    }

    /**
     * Forgets sessions that were not used for {@code age}.
     *
     * @param limit how many at most
     * @return how many went
     */
    public Uni<Integer> forgetSessions(Duration age, int limit) {
        return forget("forget_sessions", age, limit);
    }

    /**
     * Forgets keys that expired or were revoked {@code age} ago.
     *
     * @param limit how many at most
     * @return how many went
     */
    public Uni<Integer> forgetApiKeys(Duration age, int limit) {
        return forget("forget_api_keys", age, limit);
    }

    /**
     * Forgets entries of the audit trail.
     *
     * @param age a day at least
     * @param limit how many at most
     * @return how many went
     */
    public Uni<Integer> forgetAuditEvents(Duration age, int limit) {
        return forget("forget_audit_events", age, limit);
    }

    private Uni<Integer> forget(String statement, Duration age, int limit) {
        return database.run(statement, Tuple.of(Columns.seconds(age), limit))
                .map(rows -> rows.iterator().next().getInteger("forgotten"));
    }
}
