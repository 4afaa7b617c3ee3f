package dev.millrace.core.bulk;

import dev.millrace.core.job.JobEvent;
import dev.millrace.core.job.JobLifecycle;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.store.Columns;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.ReadyTicket;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Carries bulk operations out, batch by batch. A batch locks its operation, then its jobs in the order of their ids, and only
 * then decides, in a statement that sees what the locks have waited for.
 *
 * <p>Invariant: what a batch does to its jobs, and that it has done it, is written in one transaction, and only by the runner
 * that holds the operation. So each job is acted upon once, whoever crashes where.
 *
 * <p>Any call may fail with {@link StoreUnavailable}.
 */
public final class BulkRuns {
    private final Database database;

    public BulkRuns(Database database) {
        this.database = database;
    }

    /**
     * Takes an operation that nobody carries out at the moment, if there is one.
     *
     * @param lease how long it is held without a further batch
     */
    public Uni<Optional<BulkRun>> take(Duration lease) {
        return database.run("take_bulk_operation", Tuple.of(Columns.seconds(lease)))
                .map(rows -> Rows.list(
                                rows,
                                row -> new BulkRun(
                                        row.getUUID("id"),
                                        BulkAction.find(row.getString("action")).orElseThrow(),
                                        row.getInteger("run")))
                        .stream()
                        .findFirst());
    }

    /** Gives an operation back before its end, so that another runner need not wait for the lease. */
    public Uni<Void> release(BulkRun run) {
        return database.run("release_bulk_operation", Tuple.of(run.operationId(), run.run()))
                .replaceWithVoid();
    }

    /**
     * Does the next batch and renews the lease. When the database refuses the change of a job, the failure is the driver's,
     * and nothing of the batch is done.
     *
     * @param limit how many jobs at most
     */
    public Uni<BatchResult> act(BulkRun run, int limit, Duration lease) {
        return batch(run, limit, lease, this::actOn);
    }

    /** Passes over the next job, whose change the database refuses, and counts it as failed. */
    public Uni<BatchResult> passOver(BulkRun run, Duration lease) {
        return batch(run, 1, lease, (transaction, action, items) -> Uni.createFrom()
                .item(new Acted(Set.of(), BulkOutcome.FAILED, List.of())));
    }

    private Uni<BatchResult> batch(BulkRun run, int limit, Duration lease, Action action) {
        return database.inTransaction(transaction -> transaction
                .run("lock_bulk_operation", Tuple.of(run.operationId(), run.run()))
                .chain(rows -> {
                    Iterator<Row> row = rows.iterator();
                    return row.hasNext()
                            ? transaction
                                    .run(
                                            "list_bulk_batch",
                                            Tuple.of(
                                                    run.operationId(),
                                                    row.next().getInteger("position"),
                                                    limit))
                                    .map(Items::of)
                                    .chain(items -> action.on(transaction, run.action(), items)
                                            .chain(acted -> record(transaction, run, items, acted, lease)))
                            : Uni.createFrom().item(new BatchResult.LeaseLost());
                }));
    }

    private Uni<Acted> actOn(Database.Transaction transaction, BulkAction action, Items items) {
        return transaction.run("lock_jobs", Tuple.of(items.ids())).chain(() -> switch (action) {
            case CANCEL -> cancel(transaction, items);
            case DISCARD -> end(transaction, items, JobEvent.DISCARD, JobStatus.DISCARDED);
            case RETRY -> retry(transaction, items);
        });
    }

    private static Uni<Acted> cancel(Database.Transaction transaction, Items items) {
        return transaction
                .run("flag_running_jobs", Tuple.of(items.ids(), items.attempts()))
                .map(BulkRuns::ids)
                .chain(flagged -> end(transaction, items, JobEvent.CANCEL, JobStatus.CANCELED)
                        .map(ended -> ended.and(flagged)));
    }

    private static Uni<Acted> end(Database.Transaction transaction, Items items, JobEvent event, JobStatus end) {
        String[] from = Arrays.stream(JobStatus.values())
                .filter(status -> status != JobStatus.RUNNING)
                .filter(status -> JobLifecycle.next(status, event).equals(Optional.of(end)))
                .map(JobStatus::wireName)
                .toArray(String[]::new);
        return transaction
                .run("end_waiting_jobs", Tuple.of(items.ids(), items.attempts(), from, end.wireName()))
                .map(rows -> new Acted(ids(rows), BulkOutcome.SKIPPED, List.of()));
    }

    private static Uni<Acted> retry(Database.Transaction transaction, Items items) {
        return transaction
                .run("retry_jobs_now", Tuple.of(items.ids(), items.attempts(), Columns.seconds(JobStore.PUBLISH_GRACE)))
                .map(rows -> new Acted(ids(rows), BulkOutcome.SKIPPED, Rows.readyTickets(rows)));
    }

    private static Uni<BatchResult> record(
            Database.Transaction transaction, BulkRun run, Items items, Acted acted, Duration lease) {
        String[] outcomes = Arrays.stream(items.ids())
                .map(id -> acted.on.contains(id) ? BulkOutcome.DONE : acted.otherwise)
                .map(BulkOutcome::wireName)
                .toArray(String[]::new);
        int done = acted.on.size();
        int others = outcomes.length - done;
        return transaction
                .run(
                        "record_bulk_batch",
                        Tuple.tuple()
                                .addValue(run.operationId())
                                .addValue(run.run())
                                .addValue(items.last())
                                .addValue(items.positions())
                                .addValue(outcomes)
                                .addValue(Columns.seconds(lease)))
                .map(rows -> new BatchResult.Committed(
                        done,
                        acted.otherwise == BulkOutcome.SKIPPED ? others : 0,
                        acted.otherwise == BulkOutcome.FAILED ? others : 0,
                        rows.iterator().next().getString("state").equals(BulkState.COMPLETED.wireName()),
                        acted.tickets));
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        return new HashSet<>(Rows.list(rows, row -> row.getUUID("id")));
    }

    private interface Action {
        Uni<Acted> on(Database.Transaction transaction, BulkAction action, Items items);
    }

    /** On which jobs the action took effect, and what is said of the others. */
    private record Acted(Set<UUID> on, BulkOutcome otherwise, List<ReadyTicket> tickets) {
        Acted and(Set<UUID> more) {
            Set<UUID> both = new HashSet<>(on);
            both.addAll(more);
            return new Acted(both, otherwise, tickets);
        }
    }

    private record Items(Integer[] positions, UUID[] ids, Integer[] attempts) {
        static Items of(RowSet<Row> rows) {
            List<Integer> positions = new ArrayList<>();
            List<UUID> ids = new ArrayList<>();
            List<Integer> attempts = new ArrayList<>();
            for (Row row : rows) {
                positions.add(row.getInteger("position"));
                ids.add(row.getUUID("job_id"));
                attempts.add(row.getInteger("attempt"));
            }
            return new Items(
                    positions.toArray(Integer[]::new), ids.toArray(UUID[]::new), attempts.toArray(Integer[]::new));
        }

        /** Up to where an operation has come with these; past its end when none is left. */
        int last() {
            return positions.length == 0 ? Integer.MAX_VALUE : positions[positions.length - 1];
        }
    }
}
