package dev.millrace.scheduler.housekeeping;

import dev.millrace.core.retention.AgedRows;
import dev.millrace.core.retention.DatedTable;
import dev.millrace.core.retention.PartitionDrop;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.Work;
import java.time.Duration;

/**
 * Drops the partitions of a table whose days are over for long enough, one in a transaction. While somebody uses the table for
 * long, a drop would have to wait, and all others behind it; so it is soon given up and tried again in a while.
 */
public final class PartitionDropper implements Duty {
    /** Everyone who ends a job may have to wait so long. */
    static final Duration LOCK_WAIT = Duration.ofMillis(300);

    static final Duration AGAIN = Duration.ofSeconds(30);

    private final String name;
    private final AgedRows rows;
    private final DatedTable table;
    private final Duration usualInterval;
    private final Duration age;
    private volatile boolean inUse;

    /** @param age how long what is in the table is kept */
    public PartitionDropper(String name, AgedRows rows, DatedTable table, Duration interval, Duration age) {
        this.name = name;
        this.rows = rows;
        this.table = table;
        this.usualInterval = interval;
        this.age = age;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration interval() {
        return inUse && AGAIN.compareTo(usualInterval) < 0 ? AGAIN : usualInterval;
    }

    @Override
    public Dropped runOnce() {
        int dropped = 0;
        PartitionDrop last = drop();
        while (last == PartitionDrop.DROPPED) {
            dropped++;
            last = drop();
        }
        inUse = last == PartitionDrop.IN_USE;
        return new Dropped(dropped, inUse);
    }

    private PartitionDrop drop() {
        return Awaited.of(rows.dropPartition(table, age, LOCK_WAIT));
    }

    /**
     * @param partitions how many were dropped
     * @param inUse whether there is one more that could not be dropped yet
     */
    public record Dropped(int partitions, boolean inUse) implements Work {
        @Override
        public int items() {
            return partitions;
        }
    }
}
