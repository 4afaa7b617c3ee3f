package dev.millrace.api.jobs;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as the contract shows them. */
final class Seconds {
    private static final int MILLISECONDS = 3;

    private Seconds() {}

    /** Seconds, with a fraction only where there is one. */
    static BigDecimal of(Duration duration) {
        BigDecimal exact = BigDecimal.valueOf(duration.toMillis(), MILLISECONDS).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }
}
