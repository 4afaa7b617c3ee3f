package dev.millrace.core.job;

/** How an attempt ended. */
public enum AttemptOutcome {
    COMPLETED("completed"),
    FAILED("failed"),
    TIMED_OUT("timed_out"),
    /** Taken away from a worker that was dead or hung. */
    LOST("lost"),
    /** Handed back by its worker without a failure: drain, self-fencing or snooze. */
    RELEASED("released"),
    CANCELED("canceled"),
    /** The handler said that the job is pointless. */
    DISCARDED("discarded");

    private final String wireName;

    AttemptOutcome(String wireName) {
        this.wireName = wireName;
    }

    /** The lower-case name used in the REST contract and in the database. */
    public String wireName() {
        return wireName;
    }
}
