package dev.millrace.worker.execution;

import dev.millrace.core.store.AttemptEnd;

/** What there is to record once an execution is over. */
sealed interface Conclusion {
    /** The attempt has an end. */
    record Ended(AttemptEnd end) implements Conclusion {}

    /** The attempt was broken off through no fault of the job, which goes back without a failure. */
    record HandedBack() implements Conclusion {}

    /** The attempt is not the job's any more; there is nothing to say. */
    record Void() implements Conclusion {}
}
