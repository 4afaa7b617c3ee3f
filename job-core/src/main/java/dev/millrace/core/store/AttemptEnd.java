package dev.millrace.core.store;

import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.JobError;
import java.time.Duration;

/** How an attempt ends, as its worker or the rescuer asks the store to record it. */
public sealed interface AttemptEnd {
    /** Whose end it is; the fence. */
    AttemptKey key();

    /**
     * The job is done.
     *
     * @param result JSON as text, or null
     */
    record Completed(AttemptKey key, String result) implements AttemptEnd {}

    /** The job was flagged for cancel and its attempt has ended other than by success. */
    record Canceled(AttemptKey key) implements AttemptEnd {}

    /** The handler says that the job is pointless. */
    record Discarded(AttemptKey key, JobError reason) implements AttemptEnd {}

    /**
     * The attempt failed; another follows.
     *
     * @param outcome failed or timed out
     * @param delay until the next attempt
     * @param grace after {@code delay}, how long the broker's timer may be late before the promoter steps in
     */
    record RetryLater(AttemptKey key, AttemptOutcome outcome, JobError error, Duration delay, Duration grace)
            implements AttemptEnd {}

    /**
     * The attempt failed for the last time, or the job took too many workers with it.
     *
     * @param outcome failed, timed out or lost
     */
    record Buried(AttemptKey key, AttemptOutcome outcome, JobError error) implements AttemptEnd {}

    /** The handler asks to be called again later; no failure. */
    record Snoozed(AttemptKey key, Duration delay) implements AttemptEnd {}

    /** This worker cannot run the job, which says nothing of the job: its crashes stay counted, no attempt is noted. */
    record PutOff(AttemptKey key, Duration delay) implements AttemptEnd {}
}
