package dev.millrace.core.store;

import dev.millrace.core.messaging.Lane;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;

/**
 * A lane in which tickets were lost.
 *
 * @param readyUntil the jobs that had become ready until then, and still wait, have no ticket
 * @param wasEmpty whether there was no ticket at all; else some were overtaken
 */
public record LostLane(Lane lane, Instant readyUntil, boolean wasEmpty) {
    static LostLane of(Row row) {
        return new LostLane(Rows.lane(row), Rows.instant(row, "ready_until"), row.getBoolean("was_empty"));
    }
}
