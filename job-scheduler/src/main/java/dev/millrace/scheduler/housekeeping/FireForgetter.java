package dev.millrace.scheduler.housekeeping;

import dev.millrace.core.store.ScheduleTicks;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import java.time.Duration;

/** Forgets which ticks fired long ago; their schedules have moved on, so that they cannot come again. */
public final class FireForgetter implements Duty {
    private final ScheduleTicks ticks;
    private final Duration interval;
    private final Duration age;

    /** @param age how long ago a tick must have fired */
    public FireForgetter(ScheduleTicks ticks, Duration interval, Duration age) {
        this.ticks = ticks;
        this.interval = interval;
        this.age = age;
    }

    @Override
    public String name() {
        return "fire-forgetter";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Forgotten runOnce() {
        return new Forgotten(Awaited.of(ticks.forget(age)));
    }
}
