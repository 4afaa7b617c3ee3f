package dev.millrace.scheduler.housekeeping;

import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.IntFunction;

/** Forgets rows of one kind that are old enough, in batches that hold nobody up, until none is left. */
public final class BatchedForgetter implements Duty {
    private final String name;
    private final Duration interval;
    private final int batch;
    private final IntFunction<Uni<Integer>> forget;

    /**
     * @param name of the duty
     * @param batch how many rows one transaction forgets
     * @param forget forgets so many at most, and tells how many
     */
    public BatchedForgetter(String name, Duration interval, int batch, IntFunction<Uni<Integer>> forget) {
        this.name = name;
        this.interval = interval;
        this.batch = batch;
        this.forget = forget;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Forgotten runOnce() {
        int all = 0;
        int forgotten;
        do {
            forgotten = Awaited.of(forget.apply(batch));
            all += forgotten;
        } while (forgotten == batch);
        return new Forgotten(all);
    }
}
