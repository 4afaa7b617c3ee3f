package dev.millrace.core.job;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A job in a worker's hands: all that an execution needs.
 *
 * @param attempt the number of this attempt, from 1; the fence that every write about it carries
 * @param failures attempts that failed before this one since the retry budget was last renewed
 * @param crashCount workers in a row that were lost with this job in hand
 * @param runAt when it became due
 * @param startedAt when this attempt was claimed, by the database's clock
 */
public record ClaimedJob(
        UUID id,
        String type,
        String queue,
        Priority priority,
        String payload,
        int attempt,
        int failures,
        int crashCount,
        int maxRetries,
        RetryPolicy retry,
        Duration timeout,
        Instant runAt,
        Instant startedAt,
        String traceparent) {
    /** So many workers in a row that were lost with a job in hand make it a suspect. */
    public static final int SUSPECT_CRASHES = 2;

    /** The fence of this attempt. */
    public AttemptKey key() {
        return new AttemptKey(id, attempt);
    }

    /** Whether it may have killed its workers; the next one that is lost with it makes it a dead letter. */
    public boolean isSuspect() {
        return crashCount >= SUSPECT_CRASHES;
    }

    /** Whether another failure would use up the last execution that {@code maxRetries} allows. */
    public boolean isLastTry() {
        return failures >= maxRetries;
    }
}
