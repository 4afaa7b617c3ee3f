package dev.millrace.core.statistics;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
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
import java.util.Set;

/** Reads the maintained counts. Any call may fail with {@link StoreUnavailable}. */
public final class Statistics {
    /** The outcomes that end an attempt, and so tell how long it waited and ran. */
    private static final Set<String> ENDED_ATTEMPT = Set.of("completed", "retried", "dead");

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

    /** The workers that live, and their slots. */
    public Uni<WorkerSlots> workers() {
        return database.run("sum_worker_slots", Tuple.of((double) WorkerRegistry.LEASE.toSeconds()))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new WorkerSlots(row.getLong("workers"), row.getLong("busy_slots"), row.getLong("slots"));
                });
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
        Map<String, Long> jobs = new HashMap<>();
        Map<Integer, Long> waits = new HashMap<>();
        Map<Integer, Long> runs = new HashMap<>();
        for (Row row : rows) {
            since = Rows.instant(row, "since");
            spanSeconds = row.getDouble("span_seconds");
            String outcome = row.getString("outcome");
            if (outcome != null) {
                long count = row.getLong("jobs");
                jobs.merge(outcome, count, Long::sum);
                if (ENDED_ATTEMPT.contains(outcome)) {
                    waits.merge((int) row.getShort("wait_bucket"), count, Long::sum);
                    runs.merge((int) row.getShort("run_bucket"), count, Long::sum);
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
