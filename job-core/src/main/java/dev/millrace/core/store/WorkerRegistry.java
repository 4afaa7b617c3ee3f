package dev.millrace.core.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The workers and their leases: a worker's row is its right to all that it runs. Any call may fail with
 * {@link StoreUnavailable}.
 */
public final class WorkerRegistry {
    /** A worker silent for longer has lost its running jobs to the rescuer. */
    public static final Duration LEASE = Duration.ofSeconds(30);
    /** A worker that has not been heard for so long, by its own clock, stops all it runs before the rescuer comes. */
    public static final Duration SELF_FENCE = Duration.ofSeconds(24);
    /** A worker silent for longer is shown as late. */
    public static final Duration LATE = Duration.ofSeconds(5);

    /** How many of its jobs a worker names. */
    public static final int MOST_HELD_JOBS = 50;

    private static final int MOST_CURRENT_JOBS = 10_000;

    private final Database database;

    public WorkerRegistry(Database database) {
        this.database = database;
    }

    /** Makes a worker and the queues it serves known. */
    public Uni<Void> register(WorkerCard card) {
        return database.run("register_queues", Tuple.of(card.queues().toArray(String[]::new)))
                .chain(() -> database.run(
                        "register_worker",
                        Tuple.tuple()
                                .addValue(card.id())
                                .addValue(card.host())
                                .addValue(card.processId())
                                .addValue(card.version())
                                .addValue(card.queues().toArray(String[]::new))
                                .addValue(card.jobTypes().toArray(String[]::new))
                                .addValue(card.slots())))
                .replaceWithVoid();
    }

    /**
     * Renews a worker's lease.
     *
     * @param heldJobs what it runs, {@link #MOST_HELD_JOBS} at most, so that the row stays small
     * @param lanes what it has to say of the lanes that it consumes
     * @return false when the worker is not known (any more) and must register again
     */
    public Uni<Boolean> heartbeat(
            UUID workerId, int busySlots, boolean draining, List<UUID> heldJobs, List<LaneReport> lanes) {
        Tuple parameters = Tuple.tuple()
                .addValue(workerId)
                .addValue(busySlots)
                .addValue(draining)
                .addValue(heldJobs.toArray(UUID[]::new))
                .addValue(Columns.of(lanes, each -> each.lane().queue(), String[]::new))
                .addValue(
                        Columns.of(lanes, each -> (short) each.lane().priority().rank(), Short[]::new))
                .addValue(Columns.of(lanes, LaneReport::holdsTickets, Boolean[]::new))
                .addValue(Columns.of(lanes, each -> Rows.offsetDateTime(each.claimedTo()), OffsetDateTime[]::new));
        return database.run("heartbeat", parameters).map(rows -> rows.size() == 1);
    }

    /** Notes that a worker ended in order. */
    public Uni<Void> stop(UUID workerId) {
        return database.run("stop_worker", Tuple.of(workerId)).replaceWithVoid();
    }

    /** Workers whose lease has run out and that did not end in order. */
    public Uni<List<UUID>> late() {
        return database.run("find_late_workers", Tuple.of(Columns.seconds(LEASE)))
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
    }

    /**
     * Forgets workers that have been gone for {@code age} and hold no job.
     *
     * @return how many
     */
    public Uni<Integer> forget(Duration age) {
        return database.run("forget_workers", Tuple.of(Columns.seconds(age))).map(rows -> rows.rowCount());
    }

    /** All workers that did not end in order, those last heard first. */
    public Uni<List<WorkerState>> list() {
        return database.run("list_workers", Tuple.of(Columns.seconds(LATE), Columns.seconds(LEASE)))
                .chain(workers -> database.run("list_current_jobs", Tuple.of(MOST_CURRENT_JOBS))
                        .map(WorkerRegistry::byWorker)
                        .map(jobs -> Rows.list(workers, row -> WorkerState.of(row, jobs))));
    }

    private static Map<UUID, List<CurrentJob>> byWorker(RowSet<Row> rows) {
        Map<UUID, List<CurrentJob>> jobs = new HashMap<>();
        rows.forEach(row -> jobs.computeIfAbsent(row.getUUID("worker_id"), ignored -> new ArrayList<>())
                .add(new CurrentJob(
                        row.getUUID("id"),
                        row.getString("job_type"),
                        row.getInteger("attempt"),
                        Rows.instant(row, "started_at"))));
        return jobs;
    }
}
