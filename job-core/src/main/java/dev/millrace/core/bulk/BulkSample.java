package dev.millrace.core.bulk;

import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.store.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A job of a frozen set, in short.
 *
 * @param attempts executions begun
 * @param finishedAt when it died, or null
 * @param errorType of the last failed attempt, or null
 * @param errorMessage of the last failed attempt, or null
 */
public record BulkSample(
        UUID id,
        String type,
        String queue,
        Priority priority,
        JobStatus status,
        int attempts,
        Instant createdAt,
        Instant runAt,
        Instant finishedAt,
        List<String> tags,
        String errorType,
        String errorMessage) {
    public BulkSample {
        tags = List.copyOf(tags);
    }

    static BulkSample of(Sealing sealing, Row row) {
        return new BulkSample(
                row.getUUID("id"),
                row.getString("job_type"),
                row.getString("queue"),
                Priority.ofRank(row.getShort("priority")),
                JobStatus.ofWireName(row.getString("status")),
                row.getInteger("attempt"),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "run_at"),
                Rows.instant(row, "finished_at"),
                List.of(row.getArrayOfStrings("tags")),
                row.getString("error_type"),
                sealing.open(SealedField.ERROR_MESSAGE, row.getUUID("id"), row.getString("error_message")));
    }
}
