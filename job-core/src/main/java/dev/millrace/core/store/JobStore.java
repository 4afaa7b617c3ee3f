package dev.millrace.core.store;

import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.audit.AuditTrail;
import dev.millrace.core.batching.BatchLimits;
import dev.millrace.core.batching.Batcher;
import dev.millrace.core.encryption.SealedAway;
import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.messaging.Lane;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * The hot transitions of jobs, named by use case and batched: each is the compare-and-set of an answer given by
 * {@link dev.millrace.core.job.JobLifecycle}.
 *
 * <p>Invariant: every statement that ends or extends an attempt takes effect only while the job is running and the
 * attempt is its present one. Whoever comes late is told {@link EndResult#LEASE_LOST}.
 *
 * <p>Any call may fail with {@link StoreUnavailable}; its outcome is then unknown, and offering the same end again is
 * safe.
 */
public final class JobStore {
    /** How long the process that committed an outbox row may take to publish it before the relay steps in. */
    public static final Duration PUBLISH_GRACE = Duration.ofSeconds(3);

    private static final BatchLimits END_LIMITS = new BatchLimits(500, 4 << 20, 2, 100_000);
    private static final BatchLimits ACCEPT_LIMITS = new BatchLimits(500, 4 << 20, 2, 10_000);

    /** Each idempotency key in flight is a lock of PostgreSQL's, of which there are not many. */
    private static final BatchLimits KEYED_LIMITS = new BatchLimits(100, 4 << 20, 2, 10_000);

    private final Database database;
    private final Batcher<NewJob, AcceptedJob> acceptances;
    private final Batcher<Submission, Acceptance> keyedAcceptances;
    private final Batcher<FinalEnd, EndResult> finalEnds;
    private final Batcher<AttemptEnd.RetryLater, Boolean> retries;
    private final Batcher<AttemptEnd.Buried, Boolean> burials;
    private final Batcher<Delay, Boolean> snoozes;

    public JobStore(Database database) {
        this.database = database;
        acceptances = new Batcher<>(
                "accept",
                ACCEPT_LIMITS,
                job -> job.payload().length(),
                JobStore::mayLieInOneCall,
                this::acceptTogether);
        keyedAcceptances = new Batcher<>(
                "accept by key",
                KEYED_LIMITS,
                submission -> submission.jobs().getFirst().payload().length(),
                JobStore::mayLieInOneCall,
                this::acceptByKey);
        finalEnds = new Batcher<>(
                "end",
                END_LIMITS,
                end -> end.result == null ? 0 : end.result.length(),
                JobStore::mayLieInOneCall,
                this::endTogether);
        retries = new Batcher<>("retry", END_LIMITS, end -> 0, JobStore::mayLieInOneCall, this::retryTogether);
        burials = new Batcher<>("bury", END_LIMITS, end -> 0, JobStore::mayLieInOneCall, this::buryTogether);
        snoozes = new Batcher<>("snooze", END_LIMITS, end -> 0, JobStore::mayLieInOneCall, this::snoozeTogether);
    }

    /**
     * Accepts what a client submits: one job together with others that are submitted at the same moment, several in a
     * statement of their own. When the database refuses a value the failure is the driver's, and {@link StoreFault#of} says
     * {@code REFUSED}.
     *
     * @throws SealedAway when a payload was read from a job whose payload cannot be read
     */
    public Uni<Acceptance> submit(Submission submission) {
        submission.jobs().forEach(job -> SealedAway.readable(job.payload()));
        boolean single = submission.jobs().size() == 1;
        if (submission.takesKeys()) {
            return single ? keyedAcceptances.submit(submission) : acceptSeveralByKey(submission);
        }
        return single
                ? accept(submission.jobs().getFirst()).map(job -> new Acceptance.Accepted(List.of(job)))
                : acceptAll(submission.jobs()).map(Acceptance.Accepted::new);
    }

    /** Whether what jobs carry and say is encrypted in the tables, and should be so wherever else it is kept. */
    public boolean isSealing() {
        return database.sealing().isOn();
    }

    /** As {@link #submit(Submission)}, noting in the same transaction who did so when it is accepted. */
    public Uni<Acceptance> submit(Submission submission, AuditEntry entry) {
        return database.inTransaction(transaction -> submit(transaction, submission)
                .call(acceptance -> acceptance instanceof Acceptance.Accepted
                        ? AuditTrail.append(transaction, entry)
                        : Uni.createFrom().voidItem()));
    }

    /** As {@link #submit(Submission)}, as a part of a larger transaction; the jobs may be announced once it is committed. */
    public static Uni<Acceptance> submit(Database.Transaction transaction, Submission submission) {
        return KeyedAcceptance.accept(transaction, List.of(submission)).map(List::getFirst);
    }

    /**
     * Accepts one job without keys, together with others that are submitted at the same moment. When the database refuses its
     * values the failure is the driver's, and {@link StoreFault#of} says {@code REFUSED}.
     */
    public Uni<AcceptedJob> accept(NewJob job) {
        SealedAway.readable(job.payload());
        return acceptances.submit(job);
    }

    /** Accepts jobs without keys all or none, in a statement of their own. */
    public Uni<List<AcceptedJob>> acceptAll(List<NewJob> jobs) {
        jobs.forEach(job -> SealedAway.readable(job.payload()));
        return acceptTogether(jobs);
    }

    /**
     * Accepts jobs all or none as a part of a larger transaction. They are accepted when it commits, and may be announced
     * only then.
     */
    public static Uni<List<AcceptedJob>> acceptAll(Database.Transaction transaction, List<NewJob> jobs) {
        jobs.forEach(job -> SealedAway.readable(job.payload()));
        return transaction
                .run("accept_jobs", acceptance(transaction.sealing(), jobs, null))
                .map(rows -> accepted(jobs, rows));
    }

    /**
     * Claims those of {@code jobIds} that are ready, suspects among them. An id that does not come back is stale: it runs
     * elsewhere, has ended, waits for its time, or its queue is paused.
     */
    public Uni<List<ClaimedJob>> claim(List<UUID> jobIds, UUID workerId) {
        return claim(jobIds, workerId, jobIds);
    }

    /**
     * Claims those of {@code jobIds} that are ready, of suspects only those that are named. An id that does not come back is
     * stale or a suspect; {@link #findSuspects} tells.
     *
     * @param suspects those of {@code jobIds} that are claimed even if they may have killed their workers
     */
    public Uni<List<ClaimedJob>> claim(List<UUID> jobIds, UUID workerId, List<UUID> suspects) {
        Tuple parameters = Tuple.of(jobIds.toArray(UUID[]::new), workerId, suspects.toArray(UUID[]::new), (short)
                ClaimedJob.SUSPECT_CRASHES);
        return database.run("claim_jobs", parameters).map(rows -> Rows.list(rows, this::claimedJob));
    }

    /** Those of {@code jobIds} that are ready and may have killed their workers. */
    public Uni<Set<UUID>> findSuspects(List<UUID> jobIds) {
        return database.run("find_suspects", Tuple.of(jobIds.toArray(UUID[]::new), (short) ClaimedJob.SUSPECT_CRASHES))
                .map(rows -> Set.copyOf(Rows.list(rows, row -> row.getUUID("id"))));
    }

    /** Those of {@code jobIds} that run under this worker: what a claim whose reply was lost may have claimed. */
    public Uni<List<ClaimedJob>> findClaimed(List<UUID> jobIds, UUID workerId) {
        return database.run("find_claimed_jobs", Tuple.of(jobIds.toArray(UUID[]::new), workerId))
                .map(rows -> Rows.list(rows, this::claimedJob));
    }

    /**
     * Ends an attempt. A job that was flagged for cancel and ends other than by success ends canceled, whatever was asked.
     */
    public Uni<EndResult> end(AttemptEnd end) {
        return switch (end) {
            case AttemptEnd.Completed completed -> finalEnds.submit(completed(completed));
            case AttemptEnd.Canceled canceled -> endCanceled(canceled.key());
            case AttemptEnd.Discarded discarded ->
                finalEnds.submit(new FinalEnd(
                        discarded.key(), JobStatus.DISCARDED, null, error(discarded.key(), discarded.reason())));
            case AttemptEnd.RetryLater retry -> unlessFlagged(retries.submit(retry), retry.key());
            case AttemptEnd.Buried buried -> unlessFlagged(burials.submit(buried), buried.key());
            case AttemptEnd.Snoozed snoozed ->
                unlessFlagged(snoozes.submit(new Delay(snoozed.key(), snoozed.delay(), true)), snoozed.key());
            case AttemptEnd.PutOff putOff ->
                unlessFlagged(snoozes.submit(new Delay(putOff.key(), putOff.delay(), false)), putOff.key());
        };
    }

    /**
     * As {@link #end(AttemptEnd)} for the most frequent end, at a fraction of its cost.
     *
     * @param answered is given the result and null, or null and the failure; it must neither block nor throw
     */
    public void complete(AttemptEnd.Completed end, BiConsumer<? super EndResult, Throwable> answered) {
        finalEnds.submit(completed(end), answered);
    }

    /**
     * Hands attempts back without a failure, and makes their jobs ready again. Those flagged for cancel end canceled; those
     * fenced off are left alone.
     *
     * @param outcome {@link AttemptOutcome#RELEASED} by their own worker, or {@link AttemptOutcome#LOST} by the rescuer, which
     *     also counts a crash
     * @return the tickets to publish
     */
    public Uni<List<ReadyTicket>> release(List<AttemptKey> keys, AttemptOutcome outcome) {
        int crashes = outcome == AttemptOutcome.LOST ? 1 : 0;
        return database.run(
                        "release_jobs",
                        Tuple.of(
                                ids(keys), attempts(keys), outcome.wireName(), crashes, Columns.seconds(PUBLISH_GRACE)))
                .chain(rows -> {
                    Set<UUID> ready = new HashSet<>(Rows.list(rows, row -> row.getUUID("id")));
                    List<AttemptKey> rest = keys.stream()
                            .filter(key -> !ready.contains(key.jobId()))
                            .toList();
                    List<ReadyTicket> tickets = Rows.readyTickets(rows);
                    return rest.isEmpty()
                            ? Uni.createFrom().item(tickets)
                            : endTogether(rest.stream().map(JobStore::canceled).toList())
                                    .replaceWith(tickets);
                });
    }

    /** Records how far attempts have come; those fenced off are ignored. */
    public Uni<Void> recordProgress(List<AttemptProgress> told) {
        return database.run(
                        "record_progress",
                        Tuple.of(
                                Columns.of(told, each -> each.key().jobId(), UUID[]::new),
                                Columns.of(told, each -> each.key().attempt(), Integer[]::new),
                                Columns.of(told, each -> (short) each.progress().percent(), Short[]::new),
                                Columns.of(
                                        told,
                                        each -> database.sealing()
                                                .seal(
                                                        SealedField.PROGRESS,
                                                        each.key().jobId(),
                                                        StorableText.of(
                                                                each.progress().message())),
                                        String[]::new)))
                .replaceWithVoid();
    }

    /** The attempts that a worker runs by the books, and that began at least {@code age} ago. */
    public Uni<List<AttemptKey>> findRunning(UUID workerId, Duration age) {
        return database.run("find_running_jobs", Tuple.of(workerId, Columns.seconds(age)))
                .map(rows -> Rows.list(rows, JobStore::key));
    }

    /** Which of the attempts in a worker's hands it should stop. */
    public Uni<List<StopNotice>> attemptsToStop(List<AttemptKey> held) {
        return database.run("watch_attempts", Tuple.of(ids(held), attempts(held)))
                .map(rows -> Rows.list(
                        rows,
                        row -> new StopNotice(
                                key(row),
                                row.getBoolean("flagged") ? StopReason.CANCEL_REQUESTED : StopReason.LEASE_LOST)));
    }

    /**
     * Makes jobs ready whose time has come; safe on every replica at once.
     *
     * @param limit how many at most
     * @return the tickets to publish
     */
    public Uni<List<ReadyTicket>> promoteDue(int limit) {
        return database.run("promote_due_jobs", Tuple.of(limit, Columns.seconds(PUBLISH_GRACE)))
                .map(Rows::readyTickets);
    }

    /**
     * Running jobs whose worker is late, ended or absent, or which are long past their timeout.
     *
     * @param lease a worker's longest silence
     * @param timeoutGrace how long after its timeout an attempt is left to its worker
     * @param limit how many at most
     */
    public Uni<List<StrandedJob>> findStranded(Duration lease, Duration timeoutGrace, int limit) {
        return database.run(
                        "find_stranded_jobs", Tuple.of(Columns.seconds(lease), Columns.seconds(timeoutGrace), limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new StrandedJob(
                                key(row),
                                row.getString("job_type"),
                                row.getString("queue"),
                                row.getUUID("worker_id"),
                                row.getShort("crash_count"),
                                row.getBoolean("cancel_requested"))));
    }

    private Uni<EndResult> endCanceled(AttemptKey key) {
        return finalEnds.submit(canceled(key));
    }

    /** The flag can only be set, never cleared, while a job runs: so a miss here is followed by a hit or a true loss there. */
    private Uni<EndResult> unlessFlagged(Uni<Boolean> recorded, AttemptKey key) {
        return recorded.chain(done -> done
                ? Uni.createFrom().item(EndResult.RECORDED)
                : endCanceled(key)
                        .map(result -> result == EndResult.RECORDED ? EndResult.RECORDED_AS_CANCELED : result));
    }

    private Uni<List<Acceptance>> acceptByKey(List<Submission> submissions) {
        return database.inTransaction(transaction -> KeyedAcceptance.accept(transaction, submissions));
    }

    /** A key is nearly always new; then one statement does all. */
    private Uni<Acceptance> acceptSeveralByKey(Submission submission) {
        if (submission.takesUniqueKeys()) {
            return acceptByKey(List.of(submission)).map(List::getFirst);
        }
        return database.run("accept_jobs", acceptance(database.sealing(), submission.jobs(), submission.key()))
                .chain(rows -> rows.size() == 0
                        ? acceptByKey(List.of(submission)).map(List::getFirst)
                        : Uni.createFrom().item(new Acceptance.Accepted(accepted(submission.jobs(), rows))));
    }

    private Uni<List<AcceptedJob>> acceptTogether(List<NewJob> jobs) {
        return database.run("accept_jobs", acceptance(database.sealing(), jobs, null))
                .map(rows -> accepted(jobs, rows));
    }

    /** @param key which is noted with what is accepted, or null */
    private static Tuple acceptance(Sealing sealing, List<NewJob> jobs, IdempotencyKey key) {
        return Tuple.tuple()
                .addValue(Columns.of(jobs, NewJob::id, UUID[]::new))
                .addValue(Columns.of(jobs, NewJob::type, String[]::new))
                .addValue(Columns.of(jobs, NewJob::queue, String[]::new))
                .addValue(Columns.of(jobs, job -> job.priority().rank(), Short[]::new))
                .addValue(Columns.of(
                        jobs, job -> sealing.sealJson(SealedField.PAYLOAD, job.id(), job.payload()), String[]::new))
                .addValue(Columns.of(jobs, job -> (short) job.maxRetries(), Short[]::new))
                .addValue(Columns.of(jobs, job -> job.retry().base().toMillis(), Long[]::new))
                .addValue(Columns.of(jobs, job -> job.retry().max().toMillis(), Long[]::new))
                .addValue(Columns.of(jobs, job -> (int) job.timeout().toSeconds(), Integer[]::new))
                .addValue(Columns.of(jobs, job -> Rows.offsetDateTime(job.runAt()), OffsetDateTime[]::new))
                .addValue(Columns.of(jobs, job -> Columns.seconds(job.delay()), Double[]::new))
                .addValue(Columns.of(jobs, NewJob::ticketSize, Integer[]::new))
                .addValue(Columns.of(jobs, job -> Columns.arrayLiteral(job.tags()), String[]::new))
                .addValue(Columns.of(jobs, NewJob::scheduleId, UUID[]::new))
                .addValue(Columns.of(jobs, NewJob::replayOf, UUID[]::new))
                .addValue(Columns.of(jobs, NewJob::traceparent, String[]::new))
                .addValue(Columns.of(jobs, NewJob::uniqueKey, String[]::new))
                .addValue(Columns.seconds(PUBLISH_GRACE))
                .addValue(key == null ? null : key.owner())
                .addValue(key == null ? null : key.key())
                .addValue(key == null ? null : key.requestHash());
    }

    private static List<AcceptedJob> accepted(List<NewJob> jobs, RowSet<Row> rows) {
        Map<UUID, Row> byId = byId(rows);
        Map<UUID, List<NewJob>> together = new HashMap<>();
        for (NewJob job : jobs) {
            UUID ticketId = byId.get(job.id()).getUUID("ticket_id");
            if (ticketId != null) {
                together.computeIfAbsent(ticketId, ignored -> new ArrayList<>()).add(job);
            }
        }
        Map<UUID, ReadyTicket> tickets = new HashMap<>();
        together.forEach((ticketId, announced) -> tickets.put(ticketId, ticket(ticketId, announced)));
        return jobs.stream()
                .map(job -> {
                    Row row = byId.get(job.id());
                    return new AcceptedJob(
                            job,
                            JobStatus.ofWireName(row.getString("status")),
                            Rows.instant(row, "created_at"),
                            Rows.instant(row, "run_at"),
                            tickets.get(row.getUUID("ticket_id")));
                })
                .toList();
    }

    private static ReadyTicket ticket(UUID id, List<NewJob> jobs) {
        Lane lane = new Lane(jobs.getFirst().queue(), jobs.getFirst().priority());
        return new ReadyTicket(id, lane, jobs.stream().map(NewJob::id).toList());
    }

    private Uni<List<EndResult>> endTogether(List<FinalEnd> ends) {
        Tuple parameters = Tuple.of(
                Columns.of(ends, end -> end.key.jobId(), UUID[]::new),
                Columns.of(ends, end -> end.key.attempt(), Integer[]::new),
                Columns.of(ends, end -> end.status.wireName(), String[]::new),
                Columns.of(
                        ends,
                        end -> database.sealing().sealJson(SealedField.RESULT, end.key.jobId(), end.result),
                        String[]::new),
                Columns.of(ends, end -> end.error, String[]::new));
        return database.run("end_jobs", parameters).map(rows -> {
            Map<AttemptKey, JobStatus> ended = new HashMap<>();
            rows.forEach(row -> ended.put(key(row), JobStatus.ofWireName(row.getString("final_status"))));
            return ends.stream()
                    .map(end -> {
                        JobStatus status = ended.get(end.key);
                        if (status == null) {
                            return EndResult.LEASE_LOST;
                        }
                        return status == end.status ? EndResult.RECORDED : EndResult.RECORDED_AS_CANCELED;
                    })
                    .toList();
        });
    }

    private Uni<List<Boolean>> retryTogether(List<AttemptEnd.RetryLater> ends) {
        return changed(
                "retry_jobs",
                ends.stream().map(AttemptEnd.RetryLater::key).toList(),
                Columns.of(ends, end -> end.outcome().wireName(), String[]::new),
                Columns.of(ends, end -> error(end.key(), end.error()), String[]::new),
                Columns.of(ends, end -> Columns.seconds(end.delay()), Double[]::new),
                Columns.of(ends, end -> Columns.seconds(end.grace()), Double[]::new));
    }

    private Uni<List<Boolean>> buryTogether(List<AttemptEnd.Buried> ends) {
        return changed(
                "bury_jobs",
                ends.stream().map(AttemptEnd.Buried::key).toList(),
                Columns.of(ends, end -> end.outcome().wireName(), String[]::new),
                Columns.of(ends, end -> error(end.key(), end.error()), String[]::new),
                Columns.of(ends, end -> end.outcome() == AttemptOutcome.LOST ? 0 : 1, Integer[]::new),
                Columns.of(ends, end -> end.outcome() == AttemptOutcome.LOST ? 1 : 0, Integer[]::new));
    }

    private Uni<List<Boolean>> snoozeTogether(List<Delay> ends) {
        return changed(
                "snooze_jobs",
                ends.stream().map(Delay::key).toList(),
                Columns.of(ends, end -> Columns.seconds(end.delay()), Double[]::new),
                Columns.of(ends, Delay::byHandler, Boolean[]::new));
    }

    private Uni<List<Boolean>> changed(String statement, List<AttemptKey> keys, Object... columns) {
        Tuple parameters = Tuple.tuple().addValue(ids(keys)).addValue(attempts(keys));
        for (Object column : columns) {
            parameters.addValue(column);
        }
        return database.run(statement, parameters).map(rows -> {
            Set<AttemptKey> changed = new HashSet<>(Rows.list(rows, JobStore::key));
            return keys.stream().map(changed::contains).toList();
        });
    }

    private static boolean mayLieInOneCall(Throwable failure) {
        return !(failure instanceof StoreUnavailable);
    }

    private ClaimedJob claimedJob(Row row) {
        return Rows.claimedJob(database.sealing(), row);
    }

    private String error(AttemptKey key, JobError error) {
        return ErrorJson.write(database.sealing(), key.jobId(), error);
    }

    private static FinalEnd completed(AttemptEnd.Completed end) {
        return new FinalEnd(end.key(), JobStatus.COMPLETED, end.result(), null);
    }

    private static FinalEnd canceled(AttemptKey key) {
        return new FinalEnd(key, JobStatus.CANCELED, null, null);
    }

    private static AttemptKey key(Row row) {
        return new AttemptKey(row.getUUID("id"), row.getInteger("attempt"));
    }

    private static Map<UUID, Row> byId(RowSet<Row> rows) {
        Map<UUID, Row> byId = new HashMap<>();
        rows.forEach(row -> byId.put(row.getUUID("id"), row));
        return byId;
    }

    private static UUID[] ids(List<AttemptKey> keys) {
        return Columns.of(keys, AttemptKey::jobId, UUID[]::new);
    }

    private static Integer[] attempts(List<AttemptKey> keys) {
        return Columns.of(keys, AttemptKey::attempt, Integer[]::new);
    }

    /** An attempt that ends without a verdict, by its handler's wish or because its worker cannot run it. */
    private record Delay(AttemptKey key, Duration delay, boolean byHandler) {}

    /** An end that moves the job to the archive. */
    private record FinalEnd(AttemptKey key, JobStatus status, String result, String error) {}
}
