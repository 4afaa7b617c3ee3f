package dev.millrace.worker.testing;

import dev.millrace.core.job.JobError;
import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Progress;
import dev.millrace.worker.handler.JobOutcome;
import java.time.Duration;
import java.util.List;

/**
 * What came of a rehearsed attempt.
 *
 * @param status where the job would now stand: completed, retrying, scheduled (snoozed), canceled, discarded or dead
 * @param outcome what the handler returned; null when it threw, did not return in time or was not called at all
 * @param resultJson the result as it would be kept; null when there is none
 * @param error why the attempt failed or the job was discarded, as it would be kept; null when there is none
 * @param delay until the next attempt; null when there is none
 * @param progress all that the handler showed, in order
 * @param lines all that the handler said, in order
 */
public record Rehearsed<R>(
        JobStatus status,
        JobOutcome<R> outcome,
        String resultJson,
        JobError error,
        Duration delay,
        List<Progress> progress,
        List<LoggedLine> lines) {
    public Rehearsed {
        progress = List.copyOf(progress);
        lines = List.copyOf(lines);
    }

    /**
     * What the handler succeeded with.
     *
     * @throws AssertionError when it did not succeed
     */
    public R result() {
        if (outcome instanceof JobOutcome.Succeed<R> succeed) {
            return succeed.result();
        }
        throw new AssertionError(
                "the attempt did not succeed: status=" + status + " outcome=" + outcome + " error=" + error);
    }
}
