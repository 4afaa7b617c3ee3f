package dev.millrace.core.joblog;

import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.store.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;

/** A line as it stands in the log. */
public record StoredLine(LogPosition position, UUID workerId, LogLine line) {
    static StoredLine of(Sealing sealing, Row row) {
        UUID jobId = row.getUUID("job_id");
        return new StoredLine(
                new LogPosition(Long.parseUnsignedLong(row.getString("xid")), row.getInteger("line")),
                row.getUUID("worker_id"),
                new LogLine(
                        jobId,
                        row.getInteger("attempt"),
                        row.getString("job_type"),
                        row.getString("queue"),
                        LogLevel.find(row.getString("level")).orElseThrow(),
                        Rows.instant(row, "logged_at"),
                        sealing.open(SealedField.LOG_MESSAGE, jobId, row.getString("message")),
                        sealing.openJson(SealedField.LOG_FIELDS, jobId, row.getString("fields"))));
    }
}
