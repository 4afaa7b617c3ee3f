package dev.millrace.scheduler.duty;

import java.time.Duration;

/**
 * Something that time starts, again and again, on every replica at once. What one replica does is harmless to the others:
 * they share out the work by PostgreSQL's locks, never by a leader.
 */
public interface Duty {
    /** A short name for metrics and logs, in lower case with hyphens; never changes. */
    String name();

    /** From the start of one round to the start of the next; asked after each round. */
    Duration interval();

    /**
     * Does what is due now and returns when it is done.
     *
     * @return what was done
     * @throws dev.millrace.core.store.StoreUnavailable when PostgreSQL is away; the next round simply tries again
     */
    Work runOnce();
}
