package dev.millrace.scheduler.housekeeping;

import dev.millrace.core.store.WorkerRegistry;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import java.time.Duration;

/** Forgets workers that have long been gone; each start of a worker makes a new one. */
public final class WorkerForgetter implements Duty {
    private final WorkerRegistry workers;
    private final Duration interval;
    private final Duration age;

    /** @param age how long a worker must have been gone */
    public WorkerForgetter(WorkerRegistry workers, Duration interval, Duration age) {
        this.workers = workers;
        this.interval = interval;
        this.age = age;
    }

    @Override
    public String name() {
        return "worker-forgetter";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Forgotten runOnce() {
        return new Forgotten(Awaited.of(workers.forget(age)));
    }
}
