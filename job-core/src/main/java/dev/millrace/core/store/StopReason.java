package dev.millrace.core.store;

/** Why a worker should stop an attempt. */
public enum StopReason {
    /** A person or client asked for it. */
    CANCEL_REQUESTED,
    /** The attempt is not the job's present one any more. */
    LEASE_LOST
}
