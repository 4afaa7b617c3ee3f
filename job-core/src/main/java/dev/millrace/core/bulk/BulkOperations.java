package dev.millrace.core.bulk;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.audit.AuditTrail;
import dev.millrace.core.encryption.PayloadsSealed;
import dev.millrace.core.listing.ListPosition;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Bulk operations as people see them: frozen, started, watched, stopped. A {@link BulkRunner} carries them out.
 *
 * <p>Invariant: an operation is started at most once, over exactly the jobs that were frozen, and its start and its stop are
 * noted in the audit trail in the same transaction.
 *
 * <p>Any call may fail with {@link StoreUnavailable}.
 */
public final class BulkOperations {
    /** How many jobs of a preview are shown. */
    public static final int SAMPLES = 100;

    private static final int PREVIEWS_OF_ONE_ACTOR = 10;
    private static final String QUERY_CANCELED = "57014";

    private final Database database;
    private final BulkLimits limits;
    private final Duration readTimeout;

    /** @param readTimeout how long PostgreSQL may work on one statement of a list */
    public BulkOperations(Database database, BulkLimits limits, Duration readTimeout) {
        this.database = database;
        this.limits = limits;
        this.readTimeout = readTimeout;
    }

    /** Freezes the jobs that are found, and asks nothing of them yet. Fails as {@link #isTooSlow} tells. */
    public Uni<Frozen> preview(Database.Transaction transaction, BulkRequest request) {
        return transaction
                .run("expire_surplus_previews", Tuple.of(request.actor(), PREVIEWS_OF_ONE_ACTOR - 1))
                .chain(() -> freeze(transaction, request, BulkState.PREVIEWED))
                .chain(found -> found.isEmpty() ? tooMany() : previewed(transaction, found.get()));
    }

    /** Freezes the jobs that are found, and starts at once. Fails as {@link #isTooSlow} tells. */
    public Uni<Frozen> begin(Database.Transaction transaction, BulkRequest request, AuditEntry entry) {
        return freeze(transaction, request, BulkState.RUNNING).chain(found -> {
            if (found.isEmpty()) {
                return tooMany();
            }
            BulkOperation operation = BulkOperation.of(found.get());
            return AuditTrail.append(transaction, entry.withDetail(detail(operation)))
                    .replaceWith(new Frozen.Started(operation));
        });
    }

    /** Whether the jobs could not be found in time; none was frozen then. */
    public static boolean isTooSlow(Throwable failure) {
        return failure instanceof StoreUnavailable
                && failure.getCause() instanceof PgException answer
                && QUERY_CANCELED.equals(answer.getSqlState());
    }

    /**
     * Starts what was previewed.
     *
     * @param action what the token must be for, or null for whatever it is
     * @param reason why, or null to keep what the preview said
     * @param actor who starts it, for people
     * @param entry for the audit trail; its target becomes the operation's id
     */
    public Uni<StartResult> start(
            Database.Transaction transaction,
            UUID token,
            BulkAction action,
            String reason,
            String actor,
            AuditEntry entry) {
        return transaction.run("lock_bulk_token", Tuple.of(token)).chain(rows -> {
            Optional<Row> locked = first(rows);
            if (locked.isEmpty()) {
                return Uni.createFrom().item(new StartResult.Unknown());
            }
            BulkAction previewed =
                    BulkAction.find(locked.get().getString("action")).orElseThrow();
            if (action != null && action != previewed) {
                return Uni.createFrom().item(new StartResult.OtherAction(previewed));
            }
            return start(transaction, locked.get().getUUID("id"), reason, actor, entry);
        });
    }

    /**
     * Stops an operation under way after its present batch, or drops a preview.
     *
     * @param actor who asks for it, for people
     */
    public Uni<AbortResult> abort(UUID id, String actor, AuditEntry entry) {
        return database.inTransaction(transaction -> transaction
                .run("abort_bulk_operation", Tuple.of(id, actor))
                .chain(stopped -> find(transaction, id).chain(found -> {
                    if (found.isEmpty()) {
                        return Uni.createFrom().item(new AbortResult.Unknown());
                    }
                    BulkOperation operation = found.get();
                    return stopped.size() == 0
                            ? Uni.createFrom().item(new AbortResult.Over(operation))
                            : AuditTrail.append(transaction, entry.withDetail(detail(operation)))
                                    .replaceWith(new AbortResult.Aborted(operation));
                })));
    }

    /** The operation of this id, if there is one. */
    public Uni<Optional<BulkOperation>> find(UUID id) {
        return find(database::run, id);
    }

    /**
     * Operations, the newest first.
     *
     * @param after the end of the page before, or null for the first
     * @param limit how many at most
     */
    public Uni<List<BulkOperation>> list(ListPosition after, int limit) {
        return database.run(
                        "list_bulk_operations",
                        after == null
                                ? Tuple.of(null, null, limit)
                                : Tuple.of(Rows.offsetDateTime(after.time()), after.id(), limit))
                .map(rows -> Rows.list(rows, BulkOperation::of));
    }

    /**
     * The jobs of an operation in its order, while they are kept.
     *
     * @param after the position after which to begin
     * @param outcome only these, or null for all
     * @param limit how many at most
     */
    public Uni<List<BulkItem>> items(UUID id, int after, BulkOutcome outcome, int limit) {
        return database.inTransaction(transaction -> transaction
                .run("bound_reading", Tuple.of(Long.toString(readTimeout.toMillis())))
                .chain(() -> transaction.run(
                        "list_bulk_items", Tuple.of(id, after, outcome == null ? null : outcome.wireName(), limit)))
                .map(rows -> Rows.list(
                        rows,
                        row -> new BulkItem(
                                row.getInteger("position"),
                                row.getUUID("job_id"),
                                row.getInteger("attempt"),
                                BulkOutcome.find(row.getString("outcome")).orElseThrow()))));
    }

    private Uni<Optional<Row>> freeze(Database.Transaction transaction, BulkRequest request, BulkState state) {
        PayloadsSealed.refuse(transaction.sealing(), request.scope().filter().payload());
        return transaction
                .run("bound_freezing", Tuple.of(Long.toString(limits.timeout().toMillis())))
                .chain(() -> transaction.run("freeze_jobs", FreezeParameters.of(request, state, limits)))
                .chain(() -> transaction.run("find_bulk_operation", Tuple.of(request.id())))
                .map(BulkOperations::first);
    }

    private static Uni<Frozen> previewed(Database.Transaction transaction, Row row) {
        BulkOperation operation = BulkOperation.of(row);
        return transaction
                .run("list_bulk_samples", Tuple.of(operation.id(), SAMPLES))
                .map(rows -> new Frozen.Previewed(
                        operation,
                        row.getUUID("token"),
                        Rows.list(rows, sample -> BulkSample.of(transaction.sealing(), sample))));
    }

    private Uni<Frozen> tooMany() {
        return Uni.createFrom().item(new Frozen.TooMany(limits.mostJobs()));
    }

    private static Uni<StartResult> start(
            Database.Transaction transaction, UUID id, String reason, String actor, AuditEntry entry) {
        return transaction
                .run("start_bulk_operation", Tuple.of(id, actor, reason))
                .chain(started -> find(transaction, id)
                        .map(Optional::orElseThrow)
                        .chain(operation -> {
                            if (started.size() == 0) {
                                return Uni.createFrom()
                                        .item(
                                                operation.startedAt() == null
                                                        ? new StartResult.Over(operation)
                                                        : new StartResult.Repeated(operation));
                            }
                            return AuditTrail.append(
                                            transaction,
                                            entry.about(id.toString(), operation.reason())
                                                    .withDetail(detail(operation)))
                                    .replaceWith(new StartResult.Started(operation));
                        }));
    }

    private static Uni<Optional<BulkOperation>> find(Database.Statements statements, UUID id) {
        return statements.run("find_bulk_operation", Tuple.of(id)).map(rows -> first(rows)
                .map(BulkOperation::of));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        Iterator<Row> row = rows.iterator();
        return row.hasNext() ? Optional.of(row.next()) : Optional.empty();
    }

    private static String detail(BulkOperation operation) {
        return "{\"action\":\"" + operation.action().wireName() + "\",\"count\":" + operation.matched() + ",\"filter\":"
                + operation.filter() + "}";
    }
}
