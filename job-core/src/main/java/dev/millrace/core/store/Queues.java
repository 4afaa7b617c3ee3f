package dev.millrace.core.store;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.audit.AuditTrail;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The logical queues. Any call may fail with {@link StoreUnavailable}. */
public final class Queues {
    private final Database database;

    public Queues(Database database) {
        this.database = database;
    }

    /** All of them, by name. */
    public Uni<List<QueueState>> list() {
        return database.run("list_queues", Tuple.tuple()).map(rows -> Rows.list(rows, QueueState::of));
    }

    /** Makes a queue, unless there is one of this name; the entry is written only when it was made. */
    public Uni<PutQueue> put(String name, AuditEntry entry) {
        return database.inTransaction(
                transaction -> transaction.run("insert_queue", Tuple.of(name)).chain(made -> {
                    boolean isNew = made.size() == 1;
                    Uni<Void> noted = isNew
                            ? AuditTrail.append(transaction, entry)
                            : Uni.createFrom().voidItem();
                    return noted.chain(() -> transaction.run("find_queue", Tuple.of(name)))
                            .map(rows ->
                                    new PutQueue(QueueState.of(rows.iterator().next()), isNew));
                }));
    }

    /**
     * Holds a queue's jobs back: from its commit on no claim begins one. One that is paused already stays so since then,
     * for the new reason. Empty when there is no such queue.
     *
     * @param by who, for people
     * @param reason why, or null
     */
    public Uni<Optional<QueueState>> pause(String name, String by, String reason, AuditEntry entry) {
        return database.inTransaction(transaction -> transaction
                .run("pause_queue", Tuple.of(name, StorableText.of(by), StorableText.of(reason)))
                .map(Queues::first)
                .call(paused -> paused.isPresent()
                        ? AuditTrail.append(transaction, entry)
                        : Uni.createFrom().voidItem()));
    }

    /**
     * Lets a queue's jobs run again, and asks the scheduler to announce all that are pending. One that is not paused is
     * left as it is, without an entry. Empty when there is no such queue.
     */
    public Uni<Optional<QueueState>> resume(String name, AuditEntry entry) {
        return database.inTransaction(transaction -> transaction
                .run("lock_queue", Tuple.of(name))
                .map(Queues::first)
                .chain(queue -> {
                    if (queue.isEmpty() || queue.get().pausedAt() == null) {
                        return Uni.createFrom().item(queue);
                    }
                    return transaction
                            .run("resume_queue", Tuple.of(name))
                            .map(Queues::first)
                            .call(() -> AuditTrail.append(transaction, entry));
                }));
    }

    private static Optional<QueueState> first(RowSet<Row> rows) {
        Iterator<Row> row = rows.iterator();
        return row.hasNext() ? Optional.of(QueueState.of(row.next())) : Optional.empty();
    }

    /**
     * A logical queue.
     *
     * @param pausedAt null unless paused
     * @param pausedBy who paused it; null unless paused
     * @param pausedReason why; null unless paused
     */
    public record QueueState(String name, Instant createdAt, Instant pausedAt, String pausedBy, String pausedReason) {
        static QueueState of(Row row) {
            return new QueueState(
                    row.getString("name"),
                    Rows.instant(row, "created_at"),
                    Rows.instant(row, "paused_at"),
                    row.getString("paused_by"),
                    row.getString("paused_reason"));
        }
    }

    /**
     * What became of a wish for a queue.
     *
     * @param made whether it was not there before
     */
    public record PutQueue(QueueState queue, boolean made) {}
}
