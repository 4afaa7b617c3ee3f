package dev.millrace.core.store;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A worker as the database sees it.
 *
 * @param busySlots as of its last heartbeat
 * @param state healthy, late, lost or draining, judged by the database's clock
 * @param currentJobs some of what it runs, those begun first at the front
 */
public record WorkerState(
        WorkerCard card,
        int busySlots,
        Instant startedAt,
        Instant lastHeartbeatAt,
        String state,
        List<CurrentJob> currentJobs) {
    public WorkerState {
        currentJobs = List.copyOf(currentJobs);
    }

    static WorkerState of(Row row, Map<UUID, List<CurrentJob>> jobs) {
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
                row.getString("state"),
                jobs.getOrDefault(row.getUUID("id"), List.of()));
    }
}
