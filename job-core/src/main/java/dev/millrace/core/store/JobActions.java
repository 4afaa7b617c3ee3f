package dev.millrace.core.store;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.audit.AuditTrail;
import dev.millrace.core.job.JobAction;
import dev.millrace.core.job.JobEvent;
import dev.millrace.core.job.JobLifecycle;
import dev.millrace.core.job.JobStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

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
                transaction -> status -> status == JobStatus.RUNNING
                        ? transaction.run("flag_running_job", Tuple.of(jobId)).replaceWith(ActionResult.DONE)
                        : end(transaction, jobId, status, JobEvent.CANCEL));
    }

    /** Gives a dead job up. */
    public Uni<ActionResult> discard(UUID jobId, AuditEntry entry) {
        return decide(
                jobId,
                JobAction.DISCARD,
                entry,
                transaction -> status -> end(transaction, jobId, status, JobEvent.DISCARD));
    }

    /** Makes a dead or retrying job ready at once, with a renewed retry budget. */
    public Uni<ActionResult> retry(UUID jobId, AuditEntry entry) {
        return decide(
                jobId,
                JobAction.RETRY,
                entry,
                transaction -> status -> transaction
                        .run("retry_job_now", Tuple.of(jobId, Columns.seconds(JobStore.PUBLISH_GRACE)))
                        .map(rows -> new ActionResult.Done(Rows.readyTickets(rows))));
    }

    private static Uni<ActionResult> end(
            Database.Transaction transaction, UUID jobId, JobStatus status, JobEvent event) {
        JobStatus end = JobLifecycle.next(status, event).orElseThrow();
        return transaction
                .run("end_waiting_job", Tuple.of(jobId, status.wireName(), end.wireName()))
                .replaceWith(ActionResult.DONE);
    }

    private Uni<ActionResult> decide(
            UUID jobId,
            JobAction action,
            AuditEntry entry,
            Function<Database.Transaction, Function<JobStatus, Uni<ActionResult>>> allowed) {
        return database.inTransaction(
                transaction -> transaction.run("lock_job", Tuple.of(jobId)).chain(rows -> {
                    Iterator<Row> row = rows.iterator();
                    Optional<JobStatus> status = row.hasNext()
                            ? Optional.of(JobStatus.ofWireName(row.next().getString("status")))
                            : Optional.empty();
                    if (status.isEmpty()) {
                        return Uni.createFrom().item(ActionResult.NOT_LIVE);
                    }
                    if (!action.isAllowed(status.get())) {
                        return Uni.createFrom().item(new ActionResult.Refused(status.get()));
                    }
                    return allowed.apply(transaction)
                            .apply(status.get())
                            .call(result -> result instanceof ActionResult.Done
                                    ? AuditTrail.append(transaction, entry)
                                    : Uni.createFrom().voidItem());
                }));
    }
}
