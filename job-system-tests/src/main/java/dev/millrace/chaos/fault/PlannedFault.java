package dev.millrace.chaos.fault;

import java.time.Duration;
import java.util.Random;

/**
 * One fault of a plan.
 *
 * @param number from 1
 * @param at how long after the beginning; later, when those before it take longer
 * @param seed from which it takes whom it meets and how hard
 */
public record PlannedFault(int number, Duration at, FaultKind kind, long seed) {
    Random random() {
        return new Random(seed);
    }

    @Override
    public String toString() {
        return "%2d. at %3d s  %-24s %s".formatted(number, at.toSeconds(), kind.row() + ":", kind.words());
    }
}
