package dev.millrace.core.store;

import dev.millrace.core.job.Priority;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * What fires jobs again and again.
 *
 * @param payload a JSON object as text, the payload of each job
 * @param timeZone an IANA name
 * @param nextFireAt null while paused, or when it never fires again
 * @param lastFireAt the last tick that fired; null before the first
 * @param lastJobId the job of that tick, or of a later run by hand; null before the first
 */
public record Schedule(
        UUID id,
        String name,
        String jobType,
        String queue,
        Priority priority,
        String payload,
        int maxRetries,
        String cronExpression,
        String timeZone,
        boolean enabled,
        Instant createdAt,
        Instant nextFireAt,
        Instant lastFireAt,
        UUID lastJobId) {
    static Schedule of(Row row) {
        return new Schedule(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("job_type"),
                row.getString("queue"),
                Priority.ofRank(row.getShort("priority")),
                row.getString("payload"),
                row.getShort("max_retries"),
                row.getString("cron_expression"),
                row.getString("time_zone"),
                row.getBoolean("enabled"),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "next_fire_at"),
                Rows.instant(row, "last_fire_at"),
                row.getUUID("last_job_id"));
    }
}
