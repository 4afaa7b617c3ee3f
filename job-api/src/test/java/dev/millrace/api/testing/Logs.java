package dev.millrace.api.testing;

import static dev.millrace.core.testing.TestStore.await;

import dev.millrace.core.joblog.LogLevel;
import dev.millrace.core.joblog.LogLine;
import dev.millrace.core.testing.TestStore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Plays what the worker of the tests says about its jobs. */
public final class Logs {
    private static final AtomicLong WRITES = new AtomicLong();

    private Logs() {}

    /** Writes lines of a job, at level info, as one write. */
    public static void say(TestStore store, UUID worker, UUID jobId, String... messages) {
        write(
                store,
                worker,
                Stream.of(messages)
                        .map(message -> line(jobId, LogLevel.INFO, message))
                        .toList());
    }

    public static void write(TestStore store, UUID worker, List<LogLine> lines) {
        await(store.jobLogs().write(worker, WRITES.incrementAndGet(), lines));
    }

    public static LogLine line(UUID jobId, LogLevel level, String message) {
        return new LogLine(
                jobId, 1, "any", "default", level, Instant.parse("2026-01-01T00:00:00Z"), message, "{\"n\":1}");
    }
}
