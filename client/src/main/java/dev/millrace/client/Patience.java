package dev.millrace.client;

import java.time.Duration;

/**
 * How long a client tries.
 *
 * @param whole for a call with all its repetitions
 * @param request for one request
 * @param firstWait before the first repetition, where the server does not say; doubles with each, up to {@code longestWait}
 */
record Patience(Duration whole, Duration request, Duration firstWait, Duration longestWait) {
    /** What a request is given at least. */
    static final Duration SHORTEST = Duration.ofMillis(1);

    static final Patience USUAL =
            new Patience(Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofMillis(100), Duration.ofSeconds(5));

    Patience {
        if (whole.compareTo(SHORTEST) < 0 || request.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("patience begins at 1 ms");
        }
    }

    Patience withWhole(Duration value) {
        return new Patience(value, request, firstWait, longestWait);
    }

    Patience withRequest(Duration value) {
        return new Patience(whole, value, firstWait, longestWait);
    }

    /** @param chance in [0, 1): clients that failed together should not come back together */
    Duration waitBefore(int repetition, double chance) {
        double wait = Math.min(firstWait.toMillis() * Math.pow(2, repetition - 1.0), (double) longestWait.toMillis());
        return Duration.ofMillis(Math.round(wait * (0.5 + chance / 2)));
    }
}
