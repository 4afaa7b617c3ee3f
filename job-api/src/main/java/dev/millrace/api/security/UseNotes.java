package dev.millrace.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Notes in the database that keys and sessions are in use: in the background, all of a second together, and each at most
 * once a minute. What cannot be noted is noted at its next use.
 */
public final class UseNotes<T> {
    private static final Logger LOG = Logger.getLogger(UseNotes.class);
    private static final long GATHERING_MS = 1_000;
    private static final int MOST_REMEMBERED = 10_000;
    /** A little more than the minute that the statements keep apart, so that every note counts. */
    private static final Duration APART = Duration.ofSeconds(65);

    private final Vertx vertx;
    private final Function<Collection<T>, Uni<Void>> write;
    private final Cache<T, Boolean> noted = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(APART)
            .build();
    private final Set<T> gathered = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean gathering = new AtomicBoolean();

    public UseNotes(Vertx vertx, Function<Collection<T>, Uni<Void>> write) {
        this.vertx = vertx;
        this.write = write;
    }

    /** It is in use now. */
    public void note(T used) {
        if (noted.getIfPresent(used) != null) {
            return;
        }
        noted.put(used, true);
        gathered.add(used);
        if (gathering.compareAndSet(false, true)) {
            vertx.setTimer(GATHERING_MS, timer -> writeGathered());
        }
    }

    private void writeGathered() {
        gathering.set(false);
        Set<T> all = Set.copyOf(gathered);
        gathered.removeAll(all);
        write.apply(all).subscribe().with(ignored -> {}, failure -> {
            noted.invalidateAll(all);
            LOG.debugf("the use of keys or sessions could not be noted: %s", failure.getMessage());
        });
    }
}
