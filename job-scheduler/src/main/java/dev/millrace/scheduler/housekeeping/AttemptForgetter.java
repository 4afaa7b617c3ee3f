package dev.millrace.scheduler.housekeeping;

import dev.millrace.core.retention.AgedRows;
import dev.millrace.core.retention.AttemptSweep;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import java.time.Duration;

/** Forgets attempts whose jobs have left the archive, or were never to be there. Those of live jobs stay, however old. */
public final class AttemptForgetter implements Duty {
    private static final int BATCH = 2_000;

    private final AgedRows rows;
    private final Duration interval;
    private final Duration age;

    /** @param age how long finished jobs are kept */
    public AttemptForgetter(AgedRows rows, Duration interval, Duration age) {
        this.rows = rows;
        this.interval = interval;
        this.age = age;
    }

    @Override
    public String name() {
        return "attempt-forgetter";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Forgotten runOnce() {
        int forgotten = 0;
        AttemptSweep sweep = new AttemptSweep(0, 0, AttemptSweep.Place.BEGINNING);
        do {
            sweep = Awaited.of(rows.forgetAttempts(age, sweep.last(), BATCH));
            forgotten += sweep.forgotten();
        } while (sweep.lookedAt() == BATCH);
        return new Forgotten(forgotten);
    }
}
