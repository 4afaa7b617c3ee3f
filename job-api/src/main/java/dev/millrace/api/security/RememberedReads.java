package dev.millrace.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.core.batching.BatchLimits;
import dev.millrace.core.batching.Batcher;
import dev.millrace.core.batching.BatcherOverloaded;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads from the database what every request asks for, and believes it for a short while. What is not remembered is read
 * together, a few statements at a time, so that a flood of unknown keys is no flood of statements; and what is not there is
 * remembered apart, so that it drives out nothing that is.
 */
public final class RememberedReads<K, V> {
    private static final int MOST_REMEMBERED = 10_000;
    private static final int TOGETHER = 500;
    private static final int IN_FLIGHT = 2;
    private static final int MOST_WAITING = 5_000;

    private final Cache<K, V> found;
    private final Cache<K, Boolean> missed;
    private final Function<Set<K>, Uni<Map<K, V>>> read;
    private final Batcher<K, Optional<V>> reads;
    private long forgotten;

    /**
     * @param name what is read, for messages
     * @param believed how long a reading is believed
     * @param read reads those of these keys that are there
     */
    public RememberedReads(String name, Duration believed, Function<Set<K>, Uni<Map<K, V>>> read) {
        found = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(believed)
                .build();
        missed = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(believed)
                .build();
        this.read = read;
        reads = new Batcher<>(
                name,
                new BatchLimits(TOGETHER, TOGETHER, IN_FLIGHT, MOST_WAITING),
                key -> 1,
                failure -> false,
                this::readTogether);
    }

    /** What is at {@code key}; fails with {@link BatcherOverloaded} when too many readings wait already. */
    public Uni<Optional<V>> find(K key) {
        V known = found.getIfPresent(key);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        return missed.getIfPresent(key) != null ? Uni.createFrom().item(Optional.empty()) : reads.submit(key);
    }

    /** Reads everything again from now on; a reading that is under way is not remembered. */
    public synchronized void forget() {
        forgotten++;
        found.invalidateAll();
        missed.invalidateAll();
    }

    private Uni<List<Optional<V>>> readTogether(List<K> keys) {
        Set<K> distinct = new HashSet<>(keys);
        long begun = begun();
        return read.apply(distinct).map(there -> {
            remember(begun, distinct, there);
            return keys.stream().map(key -> Optional.ofNullable(there.get(key))).toList();
        });
    }

    private synchronized long begun() {
        return forgotten;
    }

    private synchronized void remember(long begun, Set<K> keys, Map<K, V> there) {
        if (begun != forgotten) {
            return;
        }
        for (K key : keys) {
            V value = there.get(key);
            if (value == null) {
                missed.put(key, true);
            } else {
                found.put(key, value);
            }
        }
    }
}
