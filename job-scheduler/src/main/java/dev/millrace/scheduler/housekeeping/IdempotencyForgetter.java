package dev.millrace.scheduler.housekeeping;

import dev.millrace.core.store.IdempotencyKeys;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import java.time.Duration;

/** Forgets idempotency keys that were used longer ago than clients are promised, in batches that hold nobody up. */
public final class IdempotencyForgetter implements Duty {
    private static final int BATCH = 5_000;

    private final IdempotencyKeys keys;
    private final Duration interval;
    private final Duration age;

    /** @param age how long ago a key must have been used */
    public IdempotencyForgetter(IdempotencyKeys keys, Duration interval, Duration age) {
        this.keys = keys;
        this.interval = interval;
        this.age = age;
    }

    @Override
    public String name() {
        return "idempotency-forgetter";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Forgotten runOnce() {
        int all = 0;
        int batch;
        do {
            batch = Awaited.of(keys.forget(age, BATCH));
            all += batch;
        } while (batch == BATCH);
        return new Forgotten(all);
    }
}
