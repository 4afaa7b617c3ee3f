package dev.millrace.core.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

/** The tables that age by the day: the finished jobs', and the job log's. Any call may fail with {@link StoreUnavailable}. */
public final class Archive {
    /** How many days ahead of today partitions are made, so that a month without any service does no harm. */
    public static final int DAYS_AHEAD = 30;

    private final Database database;

    public Archive(Database database) {
        this.database = database;
    }

    /** Makes the partitions that are missing; safe on every service at once. Returns how many were made. */
    public Uni<Integer> ensurePartitions() {
        return database.run("ensure_archive_partitions", Tuple.of(DAYS_AHEAD))
                .map(rows -> rows.iterator().next().getInteger("made"));
    }
}
