package dev.millrace.core.messaging;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The fixed delays for which the broker has queues: from 1 s to 15 min, each at most 10 % above the one below, so that
 * rounding up adds at most a tenth. Fixed for ever, because each rung's length is part of a queue's name.
 */
public final class RetryLadder {
    /** The shortest delay. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The longest delay; whatever waits longer waits in PostgreSQL. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    private static final NavigableSet<Duration> RUNGS = build();

    private RetryLadder() {}

    /** All rungs, ascending, in whole milliseconds. */
    public static List<Duration> rungs() {
        return List.copyOf(RUNGS);
    }

    /** The shortest rung that is no shorter than the delay, or empty when the delay is longer than {@link #LONGEST}. */
    public static Optional<Duration> rungFor(Duration delay) {
        return Optional.ofNullable(RUNGS.ceiling(delay));
    }

    private static NavigableSet<Duration> build() {
        var rungs = new TreeSet<Duration>();
        // Whole numbers only: floating point might give another machine another name for the same queue.
        for (long millis = SHORTEST.toMillis(); millis < LONGEST.toMillis(); millis = millis * 11 / 10) {
            rungs.add(Duration.ofMillis(millis));
        }
        rungs.add(LONGEST);
        return Collections.unmodifiableNavigableSet(rungs);
    }
}
