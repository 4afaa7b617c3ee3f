package dev.millrace.core.job;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a failed job waits for its next attempt: {@code min(base · 2^(n−1), max)} after the n-th failure, plus up to
 * 20 % jitter, so that jobs which failed together do not come back together.
 *
 * @param base the wait after the first failure, more than zero
 * @param max the bound before jitter, at least {@code base}
 */
public record RetryPolicy(Duration base, Duration max) {
    /** The most that jitter adds, as a share of the wait. */
    public static final double JITTER_SHARE = 0.2;

    public static final RetryPolicy DEFAULT = new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(300));

    public RetryPolicy {
        Objects.requireNonNull(base);
        Objects.requireNonNull(max);
        if (base.isZero() || base.isNegative()) {
            throw new IllegalArgumentException("base must be more than zero, not " + base);
        }
        if (max.compareTo(base) < 0) {
            throw new IllegalArgumentException("max " + max + " is less than base " + base);
        }
    }

    /**
     * @param failures how many attempts have failed so far, this one included; at least 1
     * @param jitter chance in [0, 1); see {@link Jitter}
     */
    public Duration delayAfter(int failures, double jitter) {
        if (failures < 1) {
            throw new IllegalArgumentException("a delay follows a failure, not " + failures);
        }
        if (jitter < 0 || jitter >= 1) {
            throw new IllegalArgumentException("jitter must lie in [0, 1), not " + jitter);
        }
        double uncapped = base.toMillis() * Math.pow(2, failures - 1.0);
        double wait = Math.min(uncapped, max.toMillis());
        return Duration.ofMillis(Math.round(wait * (1 + JITTER_SHARE * jitter)));
    }
}
