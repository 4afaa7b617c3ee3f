package dev.millrace.core.store;

import dev.millrace.core.messaging.Lane;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;

/**
 * A lane whose oldest pending job has waited for a while, with what PostgreSQL knows of its tickets.
 *
 * @param oldestReadyAt when the oldest pending job became ready, by the last measuring of depth
 * @param held whether a worker holds tickets of the lane
 * @param claimedTo the latest time at which a job claimed from the lane had become ready; null while none is known
 * @param settled whether none of the lane's tickets is left to the relay
 */
public record WatchedLane(Lane lane, Instant oldestReadyAt, boolean held, Instant claimedTo, boolean settled) {
    static WatchedLane of(Row row) {
        return new WatchedLane(
                Rows.lane(row),
                Rows.instant(row, "oldest_run_at"),
                row.getBoolean("held"),
                Rows.instant(row, "claimed_to"),
                row.getBoolean("settled"));
    }
}
