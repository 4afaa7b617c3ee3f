package dev.millrace.core.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;

/**
 * Counts of what happened, written in the transactions in which it happened and not yet added to the rollup. Any call may
 * fail with {@link StoreUnavailable}.
 */
public final class RollupDeltas {
    private final Database database;

    public RollupDeltas(Database database) {
        this.database = database;
    }

    /**
     * Adds counts to the rollup, each exactly once; safe on every replica at once.
     *
     * @param limit how many at most
     * @return how many were added
     */
    public Uni<Integer> fold(int limit) {
        return database.run("fold_rollup_deltas", Tuple.of(limit))
                .map(rows -> rows.iterator().next().getInteger("folded"));
    }

    /**
     * Forgets slots of one length, also those of the depth.
     *
     * @param minutes how long they are
     * @param age how long ago they began
     * @return how many
     */
    public Uni<Integer> forgetSlots(int minutes, Duration age) {
        return database.run("forget_slots", Tuple.of((short) minutes, Columns.seconds(age)))
                .map(rows -> rows.rowCount());
    }
}
