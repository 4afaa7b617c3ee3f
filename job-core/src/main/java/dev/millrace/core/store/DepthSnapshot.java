package dev.millrace.core.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

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
     * @return empty when another replica measures or has measured since
     */
    public Uni<Optional<Measurement>> measure(Duration worthReplacing) {
        return database.run("measure_depth", Tuple.of(Columns.seconds(worthReplacing)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(Measurement.of(rows.iterator().next())));
    }

    /**
     * What measuring showed of itself.
     *
     * @param groups how many groups of queue, priority and status there are
     * @param duration how long it took PostgreSQL
     */
    public record Measurement(int groups, Duration duration) {
        private static final double NANOSECONDS = 1e9;

        static Measurement of(Row row) {
            return new Measurement(
                    row.getInteger("groups"), Duration.ofNanos((long) (row.getDouble("seconds") * NANOSECONDS)));
        }
    }
}
