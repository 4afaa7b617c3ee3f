package dev.millrace.core.bulk;

import dev.millrace.core.store.Columns;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;

/** Forgets what bulk operations leave behind; safe on every replica at once. Any call may fail with {@link StoreUnavailable}. */
public final class BulkSweep {
    private final Database database;

    public BulkSweep(Database database) {
        this.database = database;
    }

    /** Lets previews expire that nobody started in time; returns how many. */
    public Uni<Integer> expirePreviews() {
        return database.run("expire_bulk_previews", Tuple.tuple()).map(rows -> rows.size());
    }

    /**
     * Deletes the frozen jobs of expired previews, and those of operations that ended {@code age} ago.
     *
     * @param limit how many at most
     * @return how many were deleted
     */
    public Uni<Integer> deleteItems(int limit, Duration age) {
        return database.run("sweep_bulk_items", Tuple.of(limit, Columns.seconds(age)))
                .map(rows -> rows.iterator().next().getInteger("deleted"));
    }

    /** Forgets operations that ended {@code age} ago; returns how many. */
    public Uni<Integer> forget(Duration age) {
        return database.run("forget_bulk_operations", Tuple.of(Columns.seconds(age)))
                .map(rows -> rows.rowCount());
    }
}
