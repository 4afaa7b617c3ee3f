package dev.millrace.core.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How many live jobs stand where, as last measured. Measuring reads the whole live table, so that requests read only its
 * result. Any call may fail with {@link StoreUnavailable}.
 */
public final class DepthSnapshot {
    private final Database database;

    public DepthSnapshot(Database database) {
        this.database = database;
    }

    /**
     * Measures and replaces the snapshot; safe on every replica at once.
     *
     * @param worthReplacing the age from which a snapshot is worth it
     * @return how many groups of queue, priority and status there are; empty when another replica measures or has measured
     *     since
     */
    public Uni<OptionalInt> measure(Duration worthReplacing) {
        return database.run("measure_depth", Tuple.of(Columns.seconds(worthReplacing)))
                .map(rows -> rows.size() == 0
                        ? OptionalInt.empty()
                        : OptionalInt.of(rows.iterator().next().getInteger("groups")));
    }
}
