package dev.millrace.bench.running;

import dev.millrace.client.JobRequest;
import dev.millrace.client.Priority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;

/**
 * Workers whose every slot is taken by a job that sleeps, so that other jobs wait, their tickets in RabbitMQ, while the workers stay
 * warm and ready. Releasing cancels the sleepers in one statement; the workers hear of it with their next heartbeat, within a second.
 * Nothing else about them is touched: no signal, no pause, no restart.
 */
public final class HeldWorkers {
    private static final String TAG = "bench-hold";
    private static final Duration LONG = Duration.ofHours(2);

    private final RunningSystem system;

    private HeldWorkers(RunningSystem system) {
        this.system = system;
    }

    /** Holds all workers; nothing else may be ready or running. */
    public static HeldWorkers hold(RunningSystem system) throws SQLException, InterruptedException {
        system.awaitIdle();
        int slots = slots(system);
        JobRequest sleeper = JobRequest.builder("noop")
                .payload(Map.of("sleep_ms", LONG.toMillis()))
                .timeout(LONG.plusHours(1))
                .priority(Priority.HIGH)
                .maxRetries(0)
                .tags(TAG)
                .build();
        system.client().submitAll(Collections.nCopies(slots, sleeper));
        // The workers tell how many of their slots are busy with each heartbeat: claimed is not yet begun.
        system.await(
                "select sum(busy_slots) from millrace.worker where stopped_at is null"
                        + " and last_heartbeat_at > now() - interval '5 s'",
                answer -> answer.next() && answer.getInt(1) == slots);
        return new HeldWorkers(system);
    }

    private static int slots(RunningSystem system) throws SQLException {
        try (Statement statement = system.connection().createStatement();
                ResultSet answer =
                        statement.executeQuery("select sum(slots) from millrace.worker where stopped_at is null"
                                + " and draining_at is null and last_heartbeat_at > now() - interval '5 s'")) {
            answer.next();
            if (answer.getInt(1) == 0) {
                throw new IllegalStateException("no worker is alive");
            }
            return answer.getInt(1);
        }
    }

    /** Lets the workers go. */
    public void release() throws SQLException {
        try (Statement statement = system.connection().createStatement()) {
            statement.executeUpdate("update millrace.job set cancel_requested = true where status = 'running'"
                    + " and due_at is null and dead_at is null and tags @> array['" + TAG + "']");
        }
    }
}
