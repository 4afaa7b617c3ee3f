package dev.millrace.core.messaging;

import dev.millrace.core.job.Jitter;
import java.time.Duration;

/**
 * How long to wait before the next try: 100 ms, doubled up to 5 s, each with up to half of it left to chance so that a
 * fleet does not come back in step. What worked only for a moment does not count as success. Used by one thread.
 */
final class ReconnectBackoff {
    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofSeconds(5);

    private final Jitter jitter;
    private Duration next = FIRST;

    ReconnectBackoff(Jitter jitter) {
        this.jitter = jitter;
    }

    /** The wait after a failed try. */
    Duration afterFailure() {
        Duration wait = next;
        next = min(next.multipliedBy(2), LONGEST);
        return Duration.ofNanos((long) (wait.toNanos() * (1 - jitter.next() / 2)));
    }

    /** The wait after something that had worked for this long. */
    Duration afterLoss(Duration lived) {
        if (lived.compareTo(LONGEST) >= 0) {
            next = FIRST;
        }
        return afterFailure();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
