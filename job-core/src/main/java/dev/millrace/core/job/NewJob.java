package dev.millrace.core.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A validated submission, not yet accepted.
 *
 * @param id made by {@link JobIds}
 * @param payload a JSON object as text
 * @param runAt when it becomes due, or null; never together with {@code delay}
 * @param delay how long after acceptance it becomes due, measured by the database's clock, or null
 * @param ticketSize how many jobs of this type may travel in one ticket, at least 1
 * @param uniqueKey at most one scheduled, pending, running or retrying job may hold it; null for none
 * @param scheduleId the schedule that fired it, or null
 * @param replayOf the job that this one repeats, or null
 * @param traceparent the W3C trace context of the submit, or null
 */
public record NewJob(
        UUID id,
        String type,
        String queue,
        Priority priority,
        String payload,
        int maxRetries,
        RetryPolicy retry,
        Duration timeout,
        Instant runAt,
        Duration delay,
        int ticketSize,
        String uniqueKey,
        List<String> tags,
        UUID scheduleId,
        UUID replayOf,
        String traceparent) {
    public NewJob {
        tags = List.copyOf(tags);
        if (runAt != null && delay != null) {
            throw new IllegalArgumentException("a job has a time or a delay, not both");
        }
        if (ticketSize < 1) {
            throw new IllegalArgumentException("a ticket holds at least one job");
        }
    }

    /** The same under another id. */
    public NewJob withId(UUID other) {
        return new NewJob(
                other,
                type,
                queue,
                priority,
                payload,
                maxRetries,
                retry,
                timeout,
                runAt,
                delay,
                ticketSize,
                uniqueKey,
                tags,
                scheduleId,
                replayOf,
                traceparent);
    }
}
