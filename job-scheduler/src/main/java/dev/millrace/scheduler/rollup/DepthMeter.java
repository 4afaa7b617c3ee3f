package dev.millrace.scheduler.rollup;

import dev.millrace.core.store.DepthSnapshot;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.MonotonicClock;
import dev.millrace.scheduler.duty.Work;
import java.time.Duration;
import java.util.Optional;

/**
 * Measures how many live jobs stand where. That reads the whole live table, so the larger the table, the rarer: measuring
 * takes at most about 2 % of the time, until {@code longest} is reached.
 */
public final class DepthMeter implements Duty {
    private static final int REST = 50;

    private final DepthSnapshot snapshot;
    private final MonotonicClock clock;
    private final Duration shortest;
    private final Duration longest;
    private volatile Duration interval;

    /**
     * @param shortest the interval while measuring takes next to nothing
     * @param longest the interval is never longer, however long measuring takes
     */
    public DepthMeter(DepthSnapshot snapshot, MonotonicClock clock, Duration shortest, Duration longest) {
        this.snapshot = snapshot;
        this.clock = clock;
        this.shortest = shortest;
        this.longest = longest;
        this.interval = shortest;
    }

    @Override
    public String name() {
        return "depth-meter";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    /** What was too slow to succeed must not be tried at the pace of what is quick. */
    @Override
    public Duration intervalAfterFailure() {
        return interval;
    }

    @Override
    public Measured runOnce() {
        long start = clock.nanoTime();
        try {
            // A little less than the interval, so that a replica's own last snapshot never counts as fresh by a hair.
            Optional<DepthSnapshot.Measurement> measurement =
                    Awaited.of(snapshot.measure(interval.multipliedBy(9).dividedBy(10)));
            // PostgreSQL's own time counts: the first round of a process waits for much else.
            measurement.ifPresent(done -> interval = after(done.duration()));
            return new Measured(measurement.map(DepthSnapshot.Measurement::groups));
        } catch (RuntimeException failure) {
            interval = after(clock.since(start));
            throw failure;
        }
    }

    /** The rest that measuring for so long earns. */
    Duration after(Duration taken) {
        Duration rest = taken.multipliedBy(REST);
        Duration atLeast = rest.compareTo(shortest) < 0 ? shortest : rest;
        return atLeast.compareTo(longest) > 0 ? longest : atLeast;
    }

    /** @param groups of queue, priority and status; empty when another replica measured */
    public record Measured(Optional<Integer> groups) implements Work {
        @Override
        public int items() {
            return groups.orElse(0);
        }
    }
}
