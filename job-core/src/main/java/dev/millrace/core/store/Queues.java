package dev.millrace.core.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/** The logical queues. Any call may fail with {@link StoreUnavailable}. */
public final class Queues {
    private final Database database;

    public Queues(Database database) {
        this.database = database;
    }

    /** All of them, by name. */
    public Uni<List<QueueState>> list() {
        return database.run("list_queues", Tuple.tuple())
                .map(rows -> Rows.list(
                        rows,
                        row -> new QueueState(
                                row.getString("name"),
                                Rows.instant(row, "created_at"),
                                Rows.instant(row, "paused_at"),
                                row.getString("paused_by"),
                                row.getString("paused_reason"))));
    }

    /**
     * A logical queue.
     *
     * @param pausedAt null unless paused
     * @param pausedBy who paused it; null unless paused
     * @param pausedReason why; null unless paused
     */
    public record QueueState(String name, Instant createdAt, Instant pausedAt, String pausedBy, String pausedReason) {}
}
