package dev.millrace.core.store;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.audit.AuditTrail;
import dev.millrace.core.job.JobAction;
import dev.millrace.core.job.JobEvent;
import dev.millrace.core.job.JobLifecycle;
import dev.millrace.core.job.JobStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a person or client may ask of one job. The row is locked first and the decision taken in a second statement: in a
 * single statement, both branches could miss a row that another session is changing. What took effect is noted in the audit
 * trail, in the same transaction.
 *
 * <p>Any call may fail with {@link StoreUnavailable}.
 */
public final class JobActions {
    private final Database database;

    public JobActions(Database database) {
        this.database = database;
    }

    /** Cancels a waiting job at once; flags a running one, whose worker sees it with its next heartbeat. */
    public Uni<ActionResult> cancel(UUID jobId, AuditEntry entry) {
        return decide(
                jobId,
                JobAction.CANCEL,
                entry,
                (transaction, job) -> job.status() == JobStatus.RUNNING
                        ? transaction.run("flag_running_job", Tuple.of(jobId)).replaceWith(ActionResult.DONE)
                        : end(transaction, job, JobEvent.CANCEL));
    }

    /** Gives a dead job up. */
    public Uni<ActionResult> discard(UUID jobId, AuditEntry entry) {
        return decide(jobId, JobAction.DISCARD, entry, (transaction, job) -> end(transaction, job, JobEvent.DISCARD));
    }

    /** Makes a dead or retrying job ready at once, with a renewed retry budget. */
    public Uni<ActionResult> retry(UUID jobId, AuditEntry entry) {
        return decide(
                jobId,
                JobAction.RETRY,
                entry,
                (transaction, job) -> withUniqueKey(transaction, job, () -> transaction
                        .run("retry_job_now", Tuple.of(jobId, Columns.seconds(JobStore.PUBLISH_GRACE)))
                        .map(rows -> new ActionResult.Done(Rows.readyTickets(rows)))));
    }

    /**
     * Changes a job that waits or is dead. A time is refused for a dead one: it has none until it is retried.
     *
     * @param change of which at least one part is not null
     */
    public Uni<ActionResult> change(UUID jobId, JobChange change, AuditEntry entry) {
        return decide(
                jobId,
                JobAction.CHANGE,
                entry,
                (transaction, job) -> job.status() == JobStatus.DEAD && change.runAt() != null
                        ? Uni.createFrom().item(new ActionResult.Refused(job.status()))
                        : transaction
                                .run("change_job", changed(job, change))
                                .map(rows -> new ActionResult.Done(announced(rows))));
    }

    private static Tuple changed(LockedJob job, JobChange change) {
        return Tuple.tuple()
                .addValue(job.id())
                .addValue(job.status().wireName())
                .addValue(
                        change.priority() == null
                                ? null
                                : (short) change.priority().rank())
                .addValue(Rows.offsetDateTime(change.runAt()))
                .addValue(
                        change.maxRetries() == null ? null : change.maxRetries().shortValue())
                .addValue(change.tags() == null ? null : change.tags().toArray(String[]::new))
                .addValue(Columns.seconds(JobStore.PUBLISH_GRACE));
    }

    private static List<ReadyTicket> announced(RowSet<Row> rows) {
        boolean ready = rows.iterator().next().getUUID("ticket_id") != null;
        return ready ? Rows.readyTickets(rows) : List.of();
    }

    /** Death has freed the key, so that a job that comes back to life takes it again. */
    private static Uni<ActionResult> withUniqueKey(
            Database.Transaction transaction, LockedJob job, Supplier<Uni<ActionResult>> then) {
        if (job.uniqueKey() == null || job.status() != JobStatus.DEAD) {
            return then.get();
        }
        return UniqueKeys.take(transaction, List.of(new UniqueKeys.Wish(job.uniqueKey(), job.id())))
                .chain(held -> held.isEmpty()
                        ? then.get()
                        : Uni.createFrom().item(new ActionResult.UniqueKeyHeld(held.get(job.id()))));
    }

    private static Uni<ActionResult> end(Database.Transaction transaction, LockedJob job, JobEvent event) {
        JobStatus end = JobLifecycle.next(job.status(), event).orElseThrow();
        return transaction
                .run("end_waiting_job", Tuple.of(job.id(), job.status().wireName(), end.wireName()))
                .replaceWith(ActionResult.DONE);
    }

    private Uni<ActionResult> decide(UUID jobId, JobAction action, AuditEntry entry, Effect effect) {
        return database.inTransaction(
                transaction -> transaction.run("lock_job", Tuple.of(jobId)).chain(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().item(ActionResult.NOT_LIVE);
                    }
                    LockedJob job = LockedJob.of(jobId, rows.iterator().next());
                    if (!action.isAllowed(job.status())) {
                        return Uni.createFrom().item(new ActionResult.Refused(job.status()));
                    }
                    return effect.take(transaction, job)
                            .call(result -> result instanceof ActionResult.Done
                                    ? AuditTrail.append(transaction, entry)
                                    : Uni.createFrom().voidItem());
                }));
    }

    @FunctionalInterface
    private interface Effect {
        Uni<ActionResult> take(Database.Transaction transaction, LockedJob job);
    }

    private record LockedJob(UUID id, JobStatus status, String uniqueKey) {
        static LockedJob of(UUID id, Row row) {
            return new LockedJob(id, JobStatus.ofWireName(row.getString("status")), row.getString("unique_key"));
        }
    }
}
