package dev.millrace.worker.execution;

import dev.millrace.core.encryption.Unreadable;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Jitter;
import dev.millrace.core.job.JobError;
import dev.millrace.core.messaging.RetryLadder;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.worker.handler.JobOutcome;
import dev.millrace.worker.handler.UnreadablePayload;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Decides how an attempt ends from what its handler said. Pure, so that every case is a test of a line. */
final class Verdict {
    /** How long after its time a job may stay with the broker's timer before the promoter steps in. */
    static final Duration TIMER_GRACE = Duration.ofSeconds(5);

    /** In bytes, as JSON in UTF-8. */
    static final int LARGEST_RESULT = 64 * 1024;

    /** How long a job whose payload this worker has no key for is left alone. */
    static final Duration WAIT_FOR_A_KEY = Duration.ofMinutes(1);

    private static final int LONGEST_MESSAGE = 2_000;

    private final Jitter jitter;

    Verdict(Jitter jitter) {
        this.jitter = jitter;
    }

    AttemptEnd of(ClaimedJob job, JobOutcome<String> outcome) {
        return switch (outcome) {
            case JobOutcome.Succeed<String> succeed -> succeeded(job, succeed.result());
            case JobOutcome.Snooze<String> snooze -> new AttemptEnd.Snoozed(job.key(), snooze.delay());
            case JobOutcome.Discard<String> discard ->
                new AttemptEnd.Discarded(
                        job.key(),
                        new JobError("Discarded", cut(discard.reason(), LONGEST_MESSAGE), null).ofJobType(job.type()));
            case JobOutcome.Fail<String> fail ->
                failed(
                        job,
                        AttemptOutcome.FAILED,
                        new JobError(fail.type(), cut(fail.message(), LONGEST_MESSAGE), null));
            case JobOutcome.GiveUp<String> giveUp ->
                new AttemptEnd.Buried(
                        job.key(),
                        AttemptOutcome.FAILED,
                        new JobError(giveUp.type(), cut(giveUp.message(), LONGEST_MESSAGE), null)
                                .ofJobType(job.type()));
            case JobOutcome.RetryAfter<String> retry ->
                failed(
                        job,
                        AttemptOutcome.FAILED,
                        new JobError(retry.type(), cut(retry.reason(), LONGEST_MESSAGE), null),
                        retry.delay());
        };
    }

    /** Buried at once where its result cannot be kept: to do the work again would come to the same. */
    private static AttemptEnd succeeded(ClaimedJob job, String result) {
        int bytes = result == null ? 0 : result.getBytes(StandardCharsets.UTF_8).length;
        return bytes <= LARGEST_RESULT
                ? new AttemptEnd.Completed(job.key(), result)
                : new AttemptEnd.Buried(
                        job.key(),
                        AttemptOutcome.FAILED,
                        new JobError(
                                        JobError.RESULT_TOO_LARGE,
                                        "the result takes " + bytes + " bytes as JSON, of which " + LARGEST_RESULT
                                                + " can be kept",
                                        null)
                                .ofJobType(job.type()));
    }

    /** Without its key a job waits until somebody has told a worker of it, which costs it nothing; one that was changed is over. */
    AttemptEnd unreadable(ClaimedJob job, Unreadable payload) {
        return switch (payload.cause()) {
            case KEY_UNKNOWN -> new AttemptEnd.PutOff(job.key(), WAIT_FOR_A_KEY);
            case TAMPERED ->
                new AttemptEnd.Buried(
                        job.key(),
                        AttemptOutcome.FAILED,
                        new JobError(JobError.PAYLOAD_TAMPERED, "the payload is " + payload.detail(), null)
                                .ofJobType(job.type()));
        };
    }

    AttemptEnd of(ClaimedJob job, Throwable thrown) {
        JobError error = error(thrown);
        return thrown instanceof UnreadablePayload
                ? new AttemptEnd.Buried(job.key(), AttemptOutcome.FAILED, error.ofJobType(job.type()))
                : failed(job, AttemptOutcome.FAILED, error);
    }

    AttemptEnd timedOut(ClaimedJob job) {
        return failed(
                job,
                AttemptOutcome.TIMED_OUT,
                new JobError(JobError.TIMEOUT, "no end after " + job.timeout().toSeconds() + " s", null));
    }

    AttemptEnd silent(ClaimedJob job, Duration silence) {
        return failed(
                job,
                AttemptOutcome.TIMED_OUT,
                new JobError(JobError.HEARTBEAT_TIMEOUT, "no sign of life for " + seconds(silence) + " s", null));
    }

    /** The database refuses what the end says, a result for instance, so that it can only be recorded as a failure. */
    AttemptEnd endRefused(ClaimedJob job, AttemptEnd end, String reason) {
        String code = end instanceof AttemptEnd.Completed ? JobError.RESULT_REFUSED : JobError.END_REFUSED;
        return failed(
                job,
                AttemptOutcome.FAILED,
                new JobError(
                        code, "the end cannot be recorded: " + cut(String.valueOf(reason), LONGEST_MESSAGE), null));
    }

    private AttemptEnd failed(ClaimedJob job, AttemptOutcome outcome, JobError error) {
        return failed(job, outcome, error, job.retry().delayAfter(job.failures() + 1, jitter.next()));
    }

    private static AttemptEnd failed(ClaimedJob job, AttemptOutcome outcome, JobError error, Duration delay) {
        JobError known = error.ofJobType(job.type());
        return job.isLastTry()
                ? new AttemptEnd.Buried(job.key(), outcome, known)
                : new AttemptEnd.RetryLater(job.key(), outcome, known, delay, grace(delay));
    }

    /** The broker's timer rounds up, and is given a little more; what it cannot time, the promoter does. */
    private static Duration grace(Duration delay) {
        return RetryLadder.rungFor(delay)
                .map(rung -> rung.minus(delay).plus(TIMER_GRACE))
                .orElse(Duration.ZERO);
    }

    private static JobError error(Throwable thrown) {
        String type = thrown.getClass().getSimpleName();
        try {
            return new JobError(
                    type, cut(String.valueOf(thrown.getMessage()), LONGEST_MESSAGE), TrimmedStack.of(thrown));
        } catch (RuntimeException speechless) {
            return new JobError(type, "", null);
        }
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }
}
