package dev.millrace.scheduler.duty;

import java.time.Duration;

/** Time that only passes: steps of the wall clock do not touch it. */
@FunctionalInterface
public interface MonotonicClock {
    /** Nanoseconds since an arbitrary moment; only differences mean anything. */
    long nanoTime();

    /** How long ago {@code earlier}, an answer of {@link #nanoTime()}, was. */
    default Duration since(long earlier) {
        return Duration.ofNanos(nanoTime() - earlier);
    }
}
