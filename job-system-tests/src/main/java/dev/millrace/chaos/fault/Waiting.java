package dev.millrace.chaos.fault;

import dev.millrace.chaos.process.Patience;
import java.time.Duration;

/** Waiting for a moment of the monotonic clock. */
final class Waiting {
    private Waiting() {}

    static void until(long moment) {
        long left = moment - System.nanoTime();
        if (left > 0) {
            Patience.pause(Duration.ofNanos(left));
        }
    }
}
