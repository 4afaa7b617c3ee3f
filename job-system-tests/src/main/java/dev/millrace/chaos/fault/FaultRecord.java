package dev.millrace.chaos.fault;

/**
 * A fault as it happened.
 *
 * @param target whom it met
 * @param beganAt by the monotonic clock, in ns
 * @param healedAt when it was undone; what it broke may take longer to recover
 */
public record FaultRecord(PlannedFault fault, String target, long beganAt, long healedAt) {
    /** Whether it was at work at any time between these two moments. */
    public boolean isBetween(long from, long to) {
        return beganAt < to && healedAt > from;
    }
}
