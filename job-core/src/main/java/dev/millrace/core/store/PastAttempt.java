package dev.millrace.core.store;

import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.job.JobError;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * An attempt that did not simply succeed.
 *
 * @param outcome as in the REST contract
 * @param error null when there was none
 */
public record PastAttempt(
        int attempt, UUID workerId, Instant startedAt, Instant finishedAt, String outcome, JobError error) {
    static PastAttempt of(Sealing sealing, UUID jobId, Row row) {
        return new PastAttempt(
                row.getInteger("attempt"),
                row.getUUID("worker_id"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "finished_at"),
                row.getString("outcome"),
                ErrorJson.read(sealing, jobId, row.getString("error")));
    }
}
