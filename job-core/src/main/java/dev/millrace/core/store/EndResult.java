package dev.millrace.core.store;

/** What became of a request to end an attempt. */
public enum EndResult {
    /** Recorded, exactly once. */
    RECORDED,
    /** The job was flagged for cancel, so that its end was recorded as canceled instead. */
    RECORDED_AS_CANCELED,
    /** The attempt is not the job's present one any more: fenced off, nothing was written. */
    LEASE_LOST
}
