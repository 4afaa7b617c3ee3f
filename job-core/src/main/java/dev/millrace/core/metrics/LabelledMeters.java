package dev.millrace.core.metrics;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Meters by two labels, each looked up in the registry once: what every job passes finds its own here without making anything.
 *
 * <p>Invariant: there are at most {@code most} pairs of labels, and one more, {@link #OTHER} and {@link #OTHER}, for all that come
 * later. Whoever submits jobs may choose among queues and types, and must not be able to fill a process's memory, and the
 * monitoring's, with series. Safe for many threads.
 *
 * @param <M> a meter, or what holds several
 */
public final class LabelledMeters<M> {
    /** The value of both labels, once there are too many others. */
    public static final String OTHER = "other";
    /** How many pairs there are unless said otherwise. */
    public static final int MOST = 500;

    private final int most;
    private final BiFunction<String, String, M> making;
    private final ConcurrentMap<String, ConcurrentMap<String, M>> meters = new ConcurrentHashMap<>();
    private final AtomicInteger pairs = new AtomicInteger();

    /** @param making registers the meter of two labels; asked once for each pair */
    public LabelledMeters(BiFunction<String, String, M> making) {
        this(MOST, making);
    }

    LabelledMeters(int most, BiFunction<String, String, M> making) {
        this.most = most;
        this.making = making;
    }

    /** The meter of these labels. */
    public M of(String first, String second) {
        ConcurrentMap<String, M> ofFirst = meters.get(first);
        M found = ofFirst == null ? null : ofFirst.get(second);
        return found == null ? made(first, second) : found;
    }

    private M made(String first, String second) {
        if (pairs.get() >= most) {
            return meters.computeIfAbsent(OTHER, ignored -> new ConcurrentHashMap<>())
                    .computeIfAbsent(OTHER, ignored -> making.apply(OTHER, OTHER));
        }
        return meters.computeIfAbsent(first, ignored -> new ConcurrentHashMap<>())
                .computeIfAbsent(second, ignored -> {
                    pairs.incrementAndGet();
                    return making.apply(first, second);
                });
    }
}
