package dev.millrace.core.store;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;

/**
 * A worker as the database sees it.
 *
 * @param busySlots as of its last heartbeat
 * @param state healthy, late, lost or draining, judged by the database's clock
 */
public record WorkerState(WorkerCard card, int busySlots, Instant startedAt, Instant lastHeartbeatAt, String state) {
    static WorkerState of(Row row) {
        return new WorkerState(
                new WorkerCard(
                        row.getUUID("id"),
                        row.getString("host"),
                        row.getLong("process_id"),
                        row.getString("version"),
                        List.of(row.getArrayOfStrings("queues")),
                        List.of(row.getArrayOfStrings("job_types")),
                        row.getInteger("slots")),
                row.getInteger("busy_slots"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "last_heartbeat_at"),
                row.getString("state"));
    }
}
