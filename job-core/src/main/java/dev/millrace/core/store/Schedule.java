package dev.millrace.core.store;

import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.job.JobStatus;
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
 * @param jitterSeconds by how much later, at most, the job of a tick becomes due
 * @param lastJobId the job of that tick, or of a later run by hand; null before the first
 * @param lastJobStatus what became of it; null before the first, and when it is no longer known
 * @param queuedFireAt the tick that waits until the job before has ended; null when none does
 * @param revision grows with every change by a person
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
        OverlapPolicy overlap,
        MisfirePolicy misfire,
        int jitterSeconds,
        Instant createdAt,
        Instant nextFireAt,
        Instant lastFireAt,
        UUID lastJobId,
        JobStatus lastJobStatus,
        Instant queuedFireAt,
        int revision) {
    static Schedule of(Sealing sealing, Row row) {
        String lastJobStatus = row.getString("last_job_status");
        return new Schedule(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("job_type"),
                row.getString("queue"),
                Priority.ofRank(row.getShort("priority")),
                sealing.openJson(SealedField.SCHEDULE_PAYLOAD, row.getUUID("id"), row.getString("payload")),
                row.getShort("max_retries"),
                row.getString("cron_expression"),
                row.getString("time_zone"),
                row.getBoolean("enabled"),
                OverlapPolicy.ofWireName(row.getString("overlap_policy")).orElseThrow(),
                MisfirePolicy.ofWireName(row.getString("misfire_policy")).orElseThrow(),
                row.getInteger("jitter_seconds"),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "next_fire_at"),
                Rows.instant(row, "last_fire_at"),
                row.getUUID("last_job_id"),
                lastJobStatus == null ? null : JobStatus.ofWireName(lastJobStatus),
                Rows.instant(row, "queued_fire_at"),
                row.getInteger("revision"));
    }
}
