package dev.millrace.core.job;

/** What can happen to an accepted job. */
public enum JobEvent {
    /** Its time has come: the promoter makes it ready. */
    PROMOTE,
    /** Its time is put off, or set anew. */
    POSTPONE,
    /** A worker takes it and begins an attempt. */
    CLAIM,
    /** The handler succeeded. */
    SUCCEED,
    /** The attempt failed and another is allowed. */
    RETRY_LATER,
    /** The attempt failed and no other is allowed, or the job crashed too many workers. */
    BURY,
    /** The handler asked to be called again later; no failure. */
    SNOOZE,
    /** A draining worker hands back what it could not finish; no failure. */
    RELEASE,
    /** The worker is dead or hung: its attempt is taken away. */
    RESCUE,
    /** A person or client asks for the end. A running job is only flagged until its attempt ends. */
    CANCEL,
    /** The attempt of a job flagged for cancel ends other than by success. */
    END_CANCELED,
    /** A dead letter is given up, or the handler says that the job is pointless. */
    DISCARD,
    /** A person asks for a dead or retrying job to run again at once. */
    RETRY_NOW
}
