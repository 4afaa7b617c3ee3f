package dev.millrace.core.statistics;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.store.Archive;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.Rows;
import dev.millrace.core.store.StoreUnavailable;
import dev.millrace.core.store.WorkerRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the maintained counts. Any call may fail with {@link StoreUnavailable}. */
public final class Statistics {
    private static final double NANOSECONDS = 1e9;

    private final Database database;

    public Statistics(Database database) {
        this.database = database;
    }

    /** How many live jobs stand where, as last measured in the background. */
    public Uni<List<LaneDepth>> depth() {
        return database.run("list_depth", Tuple.tuple())
                .map(rows -> Rows.list(
                        rows,
                        row -> new LaneDepth(
                                row.getString("queue"),
                                Priority.ofRank(row.getShort("priority")),
                                JobStatus.ofWireName(row.getString("status")),
                                row.getLong("jobs"),
                                row.getDouble("oldest_age_seconds"),
                                Rows.instant(row, "measured_at"))));
    }

    /** The workers that did not end in order, and their slots. */
    public Uni<WorkerSlots> workers() {
        return database.run("sum_worker_slots", Tuple.of((double) WorkerRegistry.LEASE.toSeconds(), (double)
                        WorkerRegistry.LATE.toSeconds()))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new WorkerSlots(
                            row.getLong("workers"),
                            row.getLong("busy_slots"),
                            row.getLong("slots"),
                            row.getLong("late"),
                            row.getLong("lost"));
                });
    }

    /** The workers that serve each queue, by its name; a queue that nobody serves is absent. */
    public Uni<Map<String, QueueWorkers>> queueWorkers() {
        return database.run("count_queue_workers", Tuple.of((double) WorkerRegistry.LEASE.toSeconds()))
                .map(rows -> {
                    Map<String, QueueWorkers> workers = new HashMap<>();
                    rows.forEach(row -> workers.put(
                            row.getString("queue"), new QueueWorkers(row.getLong("workers"), row.getLong("slots"))));
                    return workers;
                });
    }

    /**
     * The job types of which most attempts failed lately, the most first.
     *
     * @param minutes how long ago
     * @param limit how many at most
     */
    public Uni<List<FailingType>> failingTypes(int minutes, int limit) {
        return database.run("list_failing_types", Tuple.of(minutes, limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new FailingType(
                                row.getString("job_type"), row.getLong("failed"), row.getLong("ended"))));
    }

    /** What waits to be published. */
    public Uni<OutboxState> outbox() {
        return database.run("count_outbox", Tuple.of(OutboxState.MOST_COUNTED)).map(rows -> {
            Row row = rows.iterator().next();
            Double overdue = row.getDouble("overdue_seconds");
            return new OutboxState(row.getLong("tickets"), overdue == null ? 0 : Math.max(0, overdue));
        });
    }

    /** How PostgreSQL fares with the live table, and what is behind. */
    public Uni<VitalSigns> vitalSigns() {
        return database.run("measure_vital_signs", Tuple.of(OutboxState.MOST_COUNTED, Archive.DAYS_AHEAD))
                .map(rows -> VitalSigns.of(rows.iterator().next()));
    }

    /** How often each outcome has ever happened. */
    public Uni<Map<String, Long>> totals() {
        return database.run("sum_outcomes", Tuple.tuple()).map(rows -> {
            Map<String, Long> totals = new HashMap<>();
            rows.forEach(row -> totals.put(row.getString("outcome"), row.getLong("jobs")));
            return totals;
        });
    }

    /** What happened in the last minute or two. */
    public Uni<Recent> recent() {
        return database.run("count_recent_outcomes", Tuple.tuple()).map(Statistics::recent);
    }

    private static Recent recent(RowSet<Row> rows) {
        Instant since = null;
        double spanSeconds = 0;
        Map<String, Map<String, Long>> jobs = new HashMap<>();
        Map<Integer, Long> waits = new HashMap<>();
        Map<Integer, Long> runs = new HashMap<>();
        for (Row row : rows) {
            since = Rows.instant(row, "since");
            spanSeconds = row.getDouble("span_seconds");
            String measure = row.getString("measure");
            if (measure != null) {
                long count = row.getLong("jobs");
                int bucket = row.getShort("bucket");
                switch (measure) {
                    case "wait" -> waits.merge(bucket, count, Long::sum);
                    case "run" -> runs.merge(bucket, count, Long::sum);
                    default ->
                        jobs.computeIfAbsent(row.getString("queue"), ignored -> new HashMap<>())
                                .merge(row.getString("outcome"), count, Long::sum);
                }
            }
        }
        return new Recent(
                since,
                Duration.ofNanos((long) (spanSeconds * NANOSECONDS)),
                jobs,
                new Histogram(waits),
                new Histogram(runs));
    }
}
