package dev.millrace.core.joblog;

import dev.millrace.core.store.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;

/** A line as it stands in the log. */
public record StoredLine(LogPosition position, UUID workerId, LogLine line) {
    static StoredLine of(Row row) {
        return new StoredLine(
                new LogPosition(Long.parseUnsignedLong(row.getString("xid")), row.getInteger("line")),
                row.getUUID("worker_id"),
                new LogLine(
                        row.getUUID("job_id"),
                        row.getInteger("attempt"),
                        row.getString("job_type"),
                        row.getString("queue"),
                        LogLevel.find(row.getString("level")).orElseThrow(),
                        Rows.instant(row, "logged_at"),
                        row.getString("message"),
                        row.getString("fields")));
    }
}
