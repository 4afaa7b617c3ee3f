package dev.millrace.core.statistics;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How many durations fell into each bucket of {@code millrace.duration_bucket}: bucket 0 below a millisecond, then four an
 * octave, so that what is read from it is at most 19 % too long.
 */
public final class Histogram {
    private static final double BUCKETS_AN_OCTAVE = 4;
    private static final double MILLISECONDS = 1_000;

    private final TreeMap<Integer, Long> counts;

    public Histogram(Map<Integer, Long> counts) {
        this.counts = new TreeMap<>(counts);
    }

    /**
     * The duration in seconds that a share of all does not exceed: the upper bound of the bucket that holds it; empty when
     * there are none.
     *
     * @param share more than 0, at most 1
     */
    public OptionalDouble quantile(double share) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return OptionalDouble.empty();
        }
        long rank = (long) Math.ceil(share * all);
        long seen = 0;
        for (Map.Entry<Integer, Long> bucket : counts.entrySet()) {
            seen += bucket.getValue();
            if (seen >= rank) {
                return OptionalDouble.of(upperBound(bucket.getKey()));
            }
        }
        return OptionalDouble.of(upperBound(counts.lastKey()));
    }

    private static double upperBound(int bucket) {
        return Math.pow(2, bucket / BUCKETS_AN_OCTAVE) / MILLISECONDS;
    }
}
