package dev.millrace.core.store;

import dev.millrace.core.encryption.Unreadable;
import dev.millrace.core.job.Jitter;
import dev.millrace.core.job.JobEvent;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.job.JobLifecycle;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.tracing.JobSpan;
import dev.millrace.core.tracing.Tracing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The ticks of schedules. Each fires exactly once, whatever the number of schedulers: its key is inserted, its job accepted
 * and its schedule moved on in one transaction, which holds the schedule's row. Nobody else makes a job of the schedule
 * meanwhile, so that what its overlap policy finds stays true until the commit, but for jobs that end. Any call may fail
 * with {@link StoreUnavailable}.
 */
public final class ScheduleTicks {
    private static final Logger LOG = Logger.getLogger(ScheduleTicks.class);

    /** How many jobs one transaction cancels at most; the next tick cancels what is left. */
    private static final int MOST_CANCELED = 1_000;

    private static final double MILLISECONDS = 1_000;

    private final Database database;
    private final JobIds ids;
    private final Jitter jitter;
    private final Tracing tracing;

    /** Schedules of which the log has told that they cannot fire, which would otherwise be told every second. */
    private final Set<UUID> toldOf = ConcurrentHashMap.newKeySet();

    public ScheduleTicks(Database database, JobIds ids, Jitter jitter, Tracing tracing) {
        this.database = database;
        this.ids = ids;
        this.jitter = jitter;
        this.tracing = tracing;
    }

    /**
     * Fires due schedules; safe on every replica at once.
     *
     * @param limit how many schedules at most
     * @param planning says which ticks of a due schedule to fire; without side effects, because it may be asked twice
     */
    public Uni<FiredTicks> fireDue(int limit, Function<DueSchedule, TickPlan> planning) {
        return fireTaken("take_due_schedules", limit, planning);
    }

    /** Fires ticks that waited until the job before had ended; safe on every replica at once. */
    public Uni<FiredTicks> fireQueued(int limit) {
        return fireTaken("take_queued_schedules", limit, due -> new TickPlan(List.of(), due.dueAt()));
    }

    /**
     * Forgets ticks that fired long ago.
     *
     * @return how many
     */
    public Uni<Integer> forget(Duration age) {
        return database.run("forget_schedule_fires", Tuple.of(Columns.seconds(age)))
                .map(rows -> rows.rowCount());
    }

    private Uni<FiredTicks> fireTaken(String taking, int limit, Function<DueSchedule, TickPlan> planning) {
        return database.inTransaction(
                transaction -> transaction.run(taking, Tuple.of(limit)).chain(rows -> {
                    List<Planned> planned = Rows.list(rows, row -> DueSchedule.of(transaction.sealing(), row)).stream()
                            .filter(this::isReadable)
                            .map(due -> new Planned(due, planning.apply(due)))
                            .toList();
                    return planned.isEmpty()
                            ? Uni.createFrom().item(new FiredTicks(0, List.of()))
                            : fire(transaction, planned);
                }));
    }

    /** One that is not stays due, for a scheduler that knows its key, or for this one when it has been told of it. */
    private boolean isReadable(DueSchedule due) {
        Optional<Unreadable> unreadable = Unreadable.in(due.payload());
        if (unreadable.isPresent() && toldOf.add(due.id())) {
            LOG.errorf(
                    "the schedule %s cannot fire: its payload is %s",
                    due.id(), unreadable.get().detail());
        }
        return unreadable.isEmpty();
    }

    private Uni<FiredTicks> fire(Database.Transaction transaction, List<Planned> planned) {
        return busy(transaction, planned).chain(busy -> {
            List<Decided> decided =
                    planned.stream().map(each -> decide(each, busy)).toList();
            return cancel(transaction, decided, busy)
                    .chain(() -> record(transaction, ticks(decided)))
                    .chain(fired -> accept(transaction, fired).chain(jobs -> advance(transaction, decided, fired)
                            .replaceWith(new FiredTicks(planned.size(), jobs))));
        });
    }

    private static Uni<Set<UUID>> busy(Database.Transaction transaction, List<Planned> planned) {
        List<Planned> asked = planned.stream()
                .filter(each -> each.due.overlap() != OverlapPolicy.ALLOW)
                .toList();
        return asked.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : transaction
                        .run("list_busy_schedules", Tuple.of(Columns.of(asked, each -> each.due.id(), UUID[]::new)))
                        .map(rows -> new HashSet<>(Rows.list(rows, row -> row.getUUID("id"))));
    }

    /** Jobs that one transaction makes overlap as much as those of two would. */
    private static Decided decide(Planned planned, Set<UUID> busy) {
        List<Instant> due = planned.plan.fire();
        boolean isBusy = busy.contains(planned.due.id());
        return switch (planned.due.overlap()) {
            case ALLOW -> new Decided(planned, due, null);
            case SKIP -> new Decided(planned, isBusy || due.isEmpty() ? List.of() : List.of(due.getFirst()), null);
            case CANCEL_RUNNING -> new Decided(planned, due.isEmpty() ? List.of() : List.of(due.getLast()), null);
            case QUEUE_ONE -> queueOne(planned, isBusy);
        };
    }

    private static Decided queueOne(Planned planned, boolean isBusy) {
        List<Instant> waiting = new ArrayList<>();
        if (planned.due.queuedAt() != null) {
            waiting.add(planned.due.queuedAt());
        }
        waiting.addAll(planned.plan.fire());
        if (waiting.isEmpty()) {
            return new Decided(planned, List.of(), null);
        }
        if (isBusy) {
            return new Decided(planned, List.of(), waiting.getLast());
        }
        return new Decided(planned, List.of(waiting.getFirst()), waiting.size() > 1 ? waiting.getLast() : null);
    }

    private static Uni<Void> cancel(Database.Transaction transaction, List<Decided> decided, Set<UUID> busy) {
        UUID[] schedules = decided.stream()
                .filter(each -> each.planned.due.overlap() == OverlapPolicy.CANCEL_RUNNING
                        && !each.fire.isEmpty()
                        && busy.contains(each.planned.due.id()))
                .map(each -> each.planned.due.id())
                .toArray(UUID[]::new);
        return schedules.length == 0
                ? Uni.createFrom().voidItem()
                : transaction
                        .run("lock_unfinished_schedule_jobs", Tuple.of(schedules, MOST_CANCELED))
                        .chain(rows -> Multi.createFrom()
                                .iterable(rows)
                                .onItem()
                                .transformToUniAndConcatenate(row -> cancel(transaction, row))
                                .collect()
                                .last())
                        .replaceWithVoid();
    }

    private static Uni<Void> cancel(Database.Transaction transaction, Row job) {
        UUID id = job.getUUID("id");
        JobStatus status = JobStatus.ofWireName(job.getString("status"));
        if (status == JobStatus.RUNNING) {
            return transaction.run("flag_running_job", Tuple.of(id)).replaceWithVoid();
        }
        JobStatus end = JobLifecycle.next(status, JobEvent.CANCEL).orElseThrow();
        return transaction
                .run("end_waiting_job", Tuple.of(id, status.wireName(), end.wireName()))
                .replaceWithVoid();
    }

    private List<Tick> ticks(List<Decided> decided) {
        List<Tick> ticks = new ArrayList<>();
        for (Decided each : decided) {
            each.fire.forEach(at -> ticks.add(new Tick(each.planned.due, at, ids.next())));
        }
        return ticks;
    }

    private static Uni<List<Tick>> record(Database.Transaction transaction, List<Tick> ticks) {
        if (ticks.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return transaction
                .run(
                        "record_schedule_fires",
                        Tuple.of(
                                Columns.of(ticks, tick -> tick.due.id(), UUID[]::new),
                                Columns.of(ticks, tick -> Rows.offsetDateTime(tick.at), OffsetDateTime[]::new),
                                Columns.of(ticks, Tick::jobId, UUID[]::new)))
                .map(rows -> {
                    Set<UUID> fired = Rows.list(rows, row -> row.getUUID("job_id")).stream()
                            .collect(Collectors.toSet());
                    return ticks.stream()
                            .filter(tick -> fired.contains(tick.jobId))
                            .toList();
                });
    }

    private Uni<List<AcceptedJob>> accept(Database.Transaction transaction, List<Tick> fired) {
        List<NewJob> jobs = fired.stream()
                .map(tick -> tick.due.job(tick.jobId, runAt(tick), traceparent(tick)))
                .toList();
        return jobs.isEmpty() ? Uni.createFrom().item(List.of()) : JobStore.acceptAll(transaction, jobs);
    }

    /** A trace of its own for each tick: nobody's request has led to it. */
    private String traceparent(Tick tick) {
        JobSpan span = tracing.begin(Tracing.SpanKind.SUBMIT, "fire " + tick.due.jobType(), null)
                .with("millrace.job.id", tick.jobId.toString())
                .with("millrace.job.type", tick.due.jobType())
                .with("millrace.queue", tick.due.queue())
                .with("millrace.schedule.id", tick.due.id().toString());
        span.end();
        return span.traceparent();
    }

    private Instant runAt(Tick tick) {
        int seconds = tick.due.jitterSeconds();
        return seconds == 0 ? null : tick.at.plusMillis((long) (jitter.next() * seconds * MILLISECONDS));
    }

    private static Uni<Void> advance(Database.Transaction transaction, List<Decided> decided, List<Tick> fired) {
        Map<UUID, Tick> last = new HashMap<>();
        fired.forEach(tick -> last.put(tick.due.id(), tick));
        return transaction
                .run(
                        "advance_schedules",
                        Tuple.of(
                                Columns.of(decided, each -> each.planned.due.id(), UUID[]::new),
                                Columns.of(
                                        decided,
                                        each -> Rows.offsetDateTime(each.planned.plan.next()),
                                        OffsetDateTime[]::new),
                                Columns.of(
                                        decided,
                                        each -> Rows.offsetDateTime(at(last.get(each.planned.due.id()))),
                                        OffsetDateTime[]::new),
                                Columns.of(decided, each -> jobId(last.get(each.planned.due.id())), UUID[]::new),
                                Columns.of(decided, each -> Rows.offsetDateTime(each.queued), OffsetDateTime[]::new)))
                .replaceWithVoid();
    }

    private static Instant at(Tick tick) {
        return tick == null ? null : tick.at;
    }

    private static UUID jobId(Tick tick) {
        return tick == null ? null : tick.jobId;
    }

    private record Planned(DueSchedule due, TickPlan plan) {}

    /**
     * @param fire the ticks that fire now
     * @param queued the tick that waits for the job before, or null
     */
    private record Decided(Planned planned, List<Instant> fire, Instant queued) {}

    private record Tick(DueSchedule due, Instant at, UUID jobId) {}
}
