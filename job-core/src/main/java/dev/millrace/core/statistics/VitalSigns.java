package dev.millrace.core.statistics;

import dev.millrace.core.store.Archive;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;

/**
 * How PostgreSQL fares with the table of live jobs, and how far behind publishing and cron are.
 *
 * @param liveRows rows of live jobs, as PostgreSQL's statistics have it
 * @param deadRows rows that vacuum has still to clear away, alike
 * @param tableBytes of the table with its indexes
 * @param oldestTransaction for how long the oldest transaction of this database has been open; vacuum clears nothing away that it
 *     might still see
 * @param outboxTickets committed and not yet published, counted no further than {@link OutboxState#MOST_COUNTED}
 * @param partitionDaysAhead for how many days after today there are partitions of the archive and of the job log; -1 when there is
 *     none for today, and at most {@link Archive#DAYS_AHEAD}
 * @param scheduleLag how long the first of the due schedules has been due; zero when none is
 */
public record VitalSigns(
        long liveRows,
        long deadRows,
        long tableBytes,
        Duration oldestTransaction,
        long outboxTickets,
        int partitionDaysAhead,
        Duration scheduleLag) {
    /** Before the first look: what gives nobody cause for alarm. */
    public static final VitalSigns UNKNOWN =
            new VitalSigns(0, 0, 0, Duration.ZERO, 0, Archive.DAYS_AHEAD, Duration.ZERO);

    private static final double NANOSECONDS = 1e9;

    /** What share of the live table's rows is dead, 0 to 1. */
    public double deadShare() {
        return deadRows == 0 ? 0 : (double) deadRows / (liveRows + deadRows);
    }

    static VitalSigns of(Row row) {
        return new VitalSigns(
                row.getLong("live_rows"),
                row.getLong("dead_rows"),
                row.getLong("table_bytes"),
                duration(row.getDouble("oldest_transaction_seconds")),
                row.getLong("outbox_tickets"),
                row.getInteger("partition_days_ahead"),
                duration(row.getDouble("schedule_lag_seconds")));
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * NANOSECONDS));
    }
}
