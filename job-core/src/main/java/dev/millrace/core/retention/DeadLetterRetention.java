package dev.millrace.core.retention;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.audit.AuditTrail;
import dev.millrace.core.job.JobEvent;
import dev.millrace.core.job.JobLifecycle;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.store.Columns;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Discards dead letters that nobody has retried or discarded for long. Each batch is noted in the audit trail, in its own
 * transaction. Any call may fail with {@link StoreUnavailable}.
 */
public final class DeadLetterRetention {
    /** Who discards them, as the audit trail shows it. */
    public static final String ACTOR = "retention";

    private static final String ACTION = "job.discard";

    private final Database database;

    public DeadLetterRetention(Database database) {
        this.database = database;
    }

    /**
     * Discards those that died first; safe on every replica at once.
     *
     * @param age how long ago they must have died
     * @param limit how many at most
     * @return how many were discarded
     */
    public Uni<Integer> discard(Duration age, int limit) {
        JobStatus end = JobLifecycle.next(JobStatus.DEAD, JobEvent.DISCARD).orElseThrow();
        return database.inTransaction(transaction -> transaction
                .run("lock_aged_dead_letters", Tuple.of(Columns.seconds(age), limit))
                .chain(rows -> {
                    List<UUID> ids = Rows.list(rows, row -> row.getUUID("id"));
                    List<Integer> attempts = Rows.list(rows, row -> row.getInteger("attempt"));
                    return ids.isEmpty()
                            ? Uni.createFrom().item(0)
                            : transaction
                                    .run(
                                            "end_waiting_jobs",
                                            Tuple.of(
                                                    ids.toArray(UUID[]::new),
                                                    attempts.toArray(Integer[]::new),
                                                    new String[] {JobStatus.DEAD.wireName()},
                                                    end.wireName()))
                                    .map(ended -> ended.size())
                                    .call(count -> AuditTrail.append(transaction, entry(age, count)));
                }));
    }

    private static AuditEntry entry(Duration age, int count) {
        return new AuditEntry(
                ACTOR,
                "admin",
                null,
                ACTION,
                "dead-letters",
                "dead for more than " + (age.toDays() > 0 ? age.toDays() + " days" : age.toHours() + " hours"),
                "{\"jobs\": " + count + "}");
    }
}
