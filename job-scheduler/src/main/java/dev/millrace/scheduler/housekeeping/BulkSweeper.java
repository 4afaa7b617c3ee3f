package dev.millrace.scheduler.housekeeping;

import dev.millrace.core.bulk.BulkSweep;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import java.time.Duration;

/**
 * Lets dry runs expire that nobody started, and deletes what bulk operations leave behind: first the jobs that they held, in
 * batches, and long after that the operations themselves.
 */
public final class BulkSweeper implements Duty {
    /** So that one round ends; what is left is for the next. */
    private static final int MOST_BATCHES = 100;

    private final BulkSweep sweep;
    private final Duration interval;
    private final int batch;
    private final Duration itemAge;
    private final Duration operationAge;

    /**
     * @param batch how many of the jobs that operations held are deleted by one statement
     * @param itemAge how long it stays known what an operation did to which job
     * @param operationAge how long an operation that is over stays known
     */
    public BulkSweeper(BulkSweep sweep, Duration interval, int batch, Duration itemAge, Duration operationAge) {
        this.sweep = sweep;
        this.interval = interval;
        this.batch = batch;
        this.itemAge = itemAge;
        this.operationAge = operationAge;
    }

    @Override
    public String name() {
        return "bulk-sweeper";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Forgotten runOnce() {
        Awaited.of(sweep.expirePreviews());
        int rows = 0;
        for (int i = 0; i < MOST_BATCHES; i++) {
            int deleted = Awaited.of(sweep.deleteItems(batch, itemAge));
            rows += deleted;
            if (deleted < batch) {
                break;
            }
        }
        return new Forgotten(rows + Awaited.of(sweep.forget(operationAge)));
    }
}
