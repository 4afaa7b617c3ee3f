package dev.millrace.scheduler.rollup;

import dev.millrace.core.store.RollupDeltas;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.Work;
import java.time.Duration;

/** Adds the counts that transactions left behind to the rollup, so that both stay small. */
public final class RollupCompactor implements Duty {
    private final RollupDeltas deltas;
    private final Duration interval;
    private final int batch;

    /** @param batch how many counts are added by one statement */
    public RollupCompactor(RollupDeltas deltas, Duration interval, int batch) {
        this.deltas = deltas;
        this.interval = interval;
        this.batch = batch;
    }

    @Override
    public String name() {
        return "rollup-compactor";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Compacted runOnce() {
        int deltasFolded = 0;
        int folded;
        do {
            folded = Awaited.of(deltas.fold(batch));
            deltasFolded += folded;
        } while (folded == batch);
        return new Compacted(deltasFolded);
    }

    /** @param deltas how many counts were added */
    public record Compacted(int deltas) implements Work {
        @Override
        public int items() {
            return deltas;
        }
    }
}
