package dev.millrace.worker.execution;

/** Why an attempt is stopped from outside. */
enum StopCause {
    /** Its time is up. */
    TIMEOUT,
    /** Its handler has shown no life for longer than its type allows. */
    SILENCE,
    /** A person or client asked for it. */
    CANCEL,
    /** The job has another attempt or has ended: whatever this one says is void. */
    LEASE_LOST,
    /** This worker has not reached PostgreSQL for so long that the rescuer will soon take its jobs. */
    FENCED,
    /** This worker shuts down. */
    DRAIN
}
