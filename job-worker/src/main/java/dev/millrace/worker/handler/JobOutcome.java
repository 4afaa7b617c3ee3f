package dev.millrace.worker.handler;

import java.time.Duration;
import java.util.Objects;

/** What came of an attempt, in the handler's words. */
public sealed interface JobOutcome<R> {
    /** The work is done; {@code result} may be null. */
    static <R> JobOutcome<R> succeed(R result) {
        return new Succeed<>(result);
    }

    /** The work is done, and there is nothing to show for it. */
    static <R> JobOutcome<R> succeed() {
        return new Succeed<>(null);
    }

    /** The attempt failed; the next one comes after {@code delay} instead of the type's backoff, while the budget lasts. */
    static <R> JobOutcome<R> retryAfter(Duration delay, String reason) {
        return new RetryAfter<>(delay, "RetryAfter", reason);
    }

    /** As {@link #retryAfter(Duration, String)}, with an error of the handler's own type. */
    static <R> JobOutcome<R> retryAfter(Duration delay, String type, String reason) {
        return new RetryAfter<>(delay, type, reason);
    }

    /** Not now: call again after {@code delay}. Counts as no failure. */
    static <R> JobOutcome<R> snooze(Duration delay) {
        return new Snooze<>(delay);
    }

    /** The job is pointless; it ends without a dead letter. */
    static <R> JobOutcome<R> discard(String reason) {
        return new Discard<>(reason);
    }

    /**
     * The attempt failed; the next one comes after the type's backoff, while the budget lasts.
     *
     * @param type a short name, the same for failures that are alike
     */
    static <R> JobOutcome<R> fail(String type, String message) {
        return new Fail<>(type, message);
    }

    /** The attempt failed, and no other could do better: the job is a dead letter at once, whatever is left of its budget. */
    static <R> JobOutcome<R> giveUp(String type, String message) {
        return new GiveUp<>(type, message);
    }

    record Succeed<R>(R result) implements JobOutcome<R> {}

    record RetryAfter<R>(Duration delay, String type, String reason) implements JobOutcome<R> {
        public RetryAfter {
            requireSound(delay);
            Objects.requireNonNull(type);
            Objects.requireNonNull(reason);
        }
    }

    record Snooze<R>(Duration delay) implements JobOutcome<R> {
        public Snooze {
            requireSound(delay);
        }
    }

    record Discard<R>(String reason) implements JobOutcome<R> {
        public Discard {
            Objects.requireNonNull(reason);
        }
    }

    record Fail<R>(String type, String message) implements JobOutcome<R> {
        public Fail {
            Objects.requireNonNull(type);
            Objects.requireNonNull(message);
        }
    }

    record GiveUp<R>(String type, String message) implements JobOutcome<R> {
        public GiveUp {
            Objects.requireNonNull(type);
            Objects.requireNonNull(message);
        }
    }

    /** The longest that a job may be put off. */
    Duration LONGEST_DELAY = Duration.ofDays(3_650);

    private static void requireSound(Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("a delay lies between 0 and 10 years, not " + delay);
        }
    }
}
