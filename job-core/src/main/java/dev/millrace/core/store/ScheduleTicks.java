package dev.millrace.core.store;

import dev.millrace.core.job.JobIds;
import dev.millrace.core.job.NewJob;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The ticks of schedules. Each fires exactly once, whatever the number of schedulers: its key is inserted, its job accepted
 * and its schedule moved on in one transaction, which holds the schedule's row. Any call may fail with
 * {@link StoreUnavailable}.
 */
public final class ScheduleTicks {
    private final Database database;
    private final JobIds ids;

    public ScheduleTicks(Database database, JobIds ids) {
        this.database = database;
        this.ids = ids;
    }

    /**
     * Fires due schedules; safe on every replica at once.
     *
     * @param limit how many schedules at most
     * @param planning says which ticks of a due schedule to fire; without side effects, because it may be asked twice
     */
    public Uni<FiredTicks> fireDue(int limit, Function<DueSchedule, TickPlan> planning) {
        return database.inTransaction(transaction -> transaction
                .run("take_due_schedules", Tuple.of(limit))
                .chain(rows -> {
                    List<Planned> planned = Rows.list(rows, DueSchedule::of).stream()
                            .map(due -> new Planned(due, planning.apply(due)))
                            .toList();
                    return planned.isEmpty()
                            ? Uni.createFrom().item(new FiredTicks(0, List.of()))
                            : fire(transaction, planned);
                }));
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

    private Uni<FiredTicks> fire(Database.Transaction transaction, List<Planned> planned) {
        List<Tick> ticks = ticks(planned);
        return record(transaction, ticks).chain(fired -> accept(transaction, fired)
                .chain(jobs -> advance(transaction, planned, fired).replaceWith(new FiredTicks(planned.size(), jobs))));
    }

    private List<Tick> ticks(List<Planned> planned) {
        List<Tick> ticks = new ArrayList<>();
        for (Planned each : planned) {
            each.plan.fire().forEach(at -> ticks.add(new Tick(each.due, at, ids.next())));
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

    private static Uni<List<AcceptedJob>> accept(Database.Transaction transaction, List<Tick> fired) {
        List<NewJob> jobs = fired.stream().map(tick -> tick.due.job(tick.jobId)).toList();
        return jobs.isEmpty() ? Uni.createFrom().item(List.of()) : JobStore.acceptAll(transaction, jobs);
    }

    private static Uni<Void> advance(Database.Transaction transaction, List<Planned> planned, List<Tick> fired) {
        Map<UUID, Tick> last = new HashMap<>();
        fired.forEach(tick -> last.put(tick.due.id(), tick));
        return transaction
                .run(
                        "advance_schedules",
                        Tuple.of(
                                Columns.of(planned, each -> each.due.id(), UUID[]::new),
                                Columns.of(
                                        planned, each -> Rows.offsetDateTime(each.plan.next()), OffsetDateTime[]::new),
                                Columns.of(
                                        planned,
                                        each -> Rows.offsetDateTime(at(last.get(each.due.id()))),
                                        OffsetDateTime[]::new),
                                Columns.of(planned, each -> jobId(last.get(each.due.id())), UUID[]::new)))
                .replaceWithVoid();
    }

    private static Instant at(Tick tick) {
        return tick == null ? null : tick.at;
    }

    private static UUID jobId(Tick tick) {
        return tick == null ? null : tick.jobId;
    }

    private record Planned(DueSchedule due, TickPlan plan) {}

    private record Tick(DueSchedule due, Instant at, UUID jobId) {}
}
