package dev.millrace.api.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/**
 * So many of something in each window, for each of many callers: a token bucket each, full at first, refilled evenly.
 *
 * <p>Memory is bounded: the buckets of those that have not come for longest are forgotten, which gives them a full one.
 */
final class Allowance {
    private static final int MOST_CALLERS = 50_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long quota;
    private final Duration window;
    private final Cache<String, Bucket> buckets;

    Allowance(long quota, Duration window) {
        this.quota = quota;
        this.window = window;
        // A bucket that was left alone for a window is full again, like a new one.
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_CALLERS)
                .expireAfterAccess(window.multipliedBy(2))
                .build();
    }

    /** Takes one, when there is one left. */
    Decision take(String caller) {
        ConsumptionProbe probe = bucket(caller).tryConsumeAndReturnRemaining(1);
        return new Decision(
                probe.isConsumed(),
                quota,
                window,
                probe.getRemainingTokens(),
                seconds(probe.getNanosToWaitForReset()),
                seconds(probe.getNanosToWaitForRefill()));
    }

    /** What {@link #take} would say now, if it is a refusal; null otherwise. Makes no bucket. */
    Decision refusal(String caller) {
        Bucket bucket = buckets.getIfPresent(caller);
        if (bucket == null || bucket.getAvailableTokens() > 0) {
            return null;
        }
        long pause = seconds(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
        return new Decision(false, quota, window, 0, pause, pause);
    }

    long callers() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket bucket(String caller) {
        return buckets.get(caller, ignored -> Bucket.builder()
                .addLimit(limit -> limit.capacity(quota).refillGreedy(quota, window))
                .build());
    }

    private static long seconds(long nanos) {
        return (nanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
    }

    /**
     * Whether a request may go on, and what is left.
     *
     * @param reset after how many seconds the whole quota is there again
     * @param pause after how many seconds the next request may come; 0 when it may now
     */
    record Decision(boolean allowed, long quota, Duration window, long remaining, long reset, long pause) {
        /** The field {@code RateLimit-Policy} of draft-ietf-httpapi-ratelimit-headers-10. */
        String policyField(String name) {
            return '"' + name + "\";q=" + quota + ";w=" + window.toSeconds();
        }

        /** The field {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-10. */
        String limitField(String name) {
            return '"' + name + "\";r=" + remaining + ";t=" + reset;
        }
    }
}
