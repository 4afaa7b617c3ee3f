package dev.millrace.chaos.process;

/**
 * One process of a replica, from its start to its end.
 *
 * @param startedAt by the monotonic clock, in ns
 * @param askedToEndAt when it was sent SIGTERM; 0 when it never was
 * @param endedAt 0 while it lives
 */
public record Life(Service service, String name, long processId, long startedAt, long askedToEndAt, long endedAt) {
    Life asked(long at) {
        return new Life(service, name, processId, startedAt, at, endedAt);
    }

    Life ended(long at) {
        return new Life(service, name, processId, startedAt, askedToEndAt, at);
    }

    /** Whether it was given the time to end in order. */
    public boolean endedInOrder() {
        return endedAt != 0 && askedToEndAt != 0;
    }

    /** Whether it was gone from one moment to the next. */
    public boolean crashed() {
        return endedAt != 0 && askedToEndAt == 0;
    }
}
