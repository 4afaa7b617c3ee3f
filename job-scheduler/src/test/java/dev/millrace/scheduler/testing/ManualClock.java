package dev.millrace.scheduler.testing;

import dev.millrace.scheduler.duty.MonotonicClock;
import java.time.Duration;

/** Time that passes when told to. */
public final class ManualClock implements MonotonicClock {
    private volatile long now = Long.MAX_VALUE - 1_000;

    @Override
    public long nanoTime() {
        return now;
    }

    /** Lets time pass; it begins near the end of the range, so that it overflows as the real one may. */
    public void pass(Duration time) {
        now += time.toNanos();
    }
}
