package dev.millrace.core.store;

import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.job.RetryPolicy;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A schedule whose next tick has come.
 *
 * @param dueAt its next tick; null when it never fires again but for the one that waits
 * @param takenAt the database's time, not before {@code dueAt}
 * @param queuedAt the tick that waits until the job before has ended; null when none does
 */
public record DueSchedule(
        UUID id,
        String jobType,
        String queue,
        Priority priority,
        String payload,
        int maxRetries,
        String cronExpression,
        String timeZone,
        Instant dueAt,
        Instant takenAt,
        RetryPolicy retry,
        Duration timeout,
        int ticketSize,
        OverlapPolicy overlap,
        MisfirePolicy misfire,
        int jitterSeconds,
        Instant queuedAt) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);

    static DueSchedule of(Sealing sealing, Row row) {
        boolean typeIsKnown = row.getInteger("ticket_size") != null;
        return new DueSchedule(
                row.getUUID("id"),
                row.getString("job_type"),
                row.getString("queue"),
                Priority.ofRank(row.getShort("priority")),
                sealing.openJson(SealedField.SCHEDULE_PAYLOAD, row.getUUID("id"), row.getString("payload")),
                row.getShort("max_retries"),
                row.getString("cron_expression"),
                row.getString("time_zone"),
                Rows.instant(row, "next_fire_at"),
                Rows.instant(row, "taken_at"),
                typeIsKnown ? Rows.retryPolicy(row) : RetryPolicy.DEFAULT,
                typeIsKnown ? Duration.ofSeconds(row.getInteger("timeout_seconds")) : DEFAULT_TIMEOUT,
                typeIsKnown ? row.getInteger("ticket_size") : 1,
                OverlapPolicy.ofWireName(row.getString("overlap_policy")).orElseThrow(),
                MisfirePolicy.ofWireName(row.getString("misfire_policy")).orElseThrow(),
                row.getInteger("jitter_seconds"),
                Rows.instant(row, "queued_fire_at"));
    }

    /**
     * The job that one of its ticks fires.
     *
     * @param runAt when it is due, or null for at once
     * @param traceparent of what fired it, or null
     */
    NewJob job(UUID jobId, Instant runAt, String traceparent) {
        return new NewJob(
                jobId,
                jobType,
                queue,
                priority,
                payload,
                maxRetries,
                retry,
                timeout,
                runAt,
                null,
                ticketSize,
                null,
                List.of(),
                id,
                null,
                traceparent);
    }
}
