package dev.millrace.scheduler.duty;

import java.time.Duration;

/**
 * Something that time starts, again and again, on every replica at once. What one replica does is harmless to the others:
 * they share out the work by PostgreSQL's locks, never by a leader.
 */
public interface Duty {
    /** How long a duty waits at most after a round that failed, unless it says otherwise. */
    Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(5);

    /** A short name for metrics and logs, in lower case with hyphens; never changes. */
    String name();

    /** From the start of one round to the start of the next; asked after each round. */
    Duration interval();

    /** As {@link #interval()}, when the last round failed: what is rarely due is nevertheless tried again soon. */
    default Duration intervalAfterFailure() {
        return interval().compareTo(LONGEST_AFTER_FAILURE) < 0 ? interval() : LONGEST_AFTER_FAILURE;
    }

    /**
     * Does what is due now and returns when it is done.
     *
     * @return what was done
     * @throws dev.millrace.core.store.StoreUnavailable when PostgreSQL is away; the next round simply tries again
     */
    Work runOnce();
}
