package dev.millrace.scheduler.housekeeping;

import dev.millrace.core.statistics.SlotLength;
import dev.millrace.core.store.RollupDeltas;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import java.time.Duration;

/** Forgets the slots of charts that are older than charts of their steps reach back; longer slots are kept for longer. */
public final class SlotForgetter implements Duty {
    private final RollupDeltas rollup;
    private final Duration interval;

    public SlotForgetter(RollupDeltas rollup, Duration interval) {
        this.rollup = rollup;
        this.interval = interval;
    }

    @Override
    public String name() {
        return "slot-forgetter";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Forgotten runOnce() {
        int forgotten = 0;
        for (SlotLength length : SlotLength.values()) {
            forgotten += Awaited.of(rollup.forgetSlots(length.minutes(), length.kept()));
        }
        return new Forgotten(forgotten);
    }
}
