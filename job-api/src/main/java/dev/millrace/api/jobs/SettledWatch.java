package dev.millrace.api.jobs;

import dev.millrace.api.wiring.ApiSettings;
import dev.millrace.core.store.JobReader;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Wakes clients that wait for jobs. All awaited jobs of this process are looked at together, in one statement a tick, and
 * only while somebody waits; so a thousand waiting clients cost PostgreSQL no more than one.
 */
@Singleton
public class SettledWatch {
    private static final Logger LOG = Logger.getLogger(SettledWatch.class);

    private final JobReader reader;
    private final Vertx vertx;
    private final ApiSettings settings;
    private final Map<UUID, Set<UniEmitter<? super Boolean>>> waiting = new HashMap<>();
    private int clients;
    private boolean ticking;

    public SettledWatch(JobReader reader, Vertx vertx, ApiSettings settings) {
        this.reader = reader;
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Whether one more client may wait. */
    public synchronized boolean hasRoom() {
        return clients < settings.waitClients();
    }

    /** Completes with true as soon as the job is final, dead or unknown, or with false after {@code longest}. */
    public Uni<Boolean> settled(UUID jobId, Duration longest) {
        return Uni.createFrom().emitter(emitter -> {
            long timer = vertx.setTimer(longest.toMillis(), expired -> {
                remove(jobId, emitter);
                emitter.complete(false);
            });
            emitter.onTermination(() -> {
                vertx.cancelTimer(timer);
                remove(jobId, emitter);
            });
            await(jobId, emitter);
        });
    }

    private synchronized void await(UUID jobId, UniEmitter<? super Boolean> emitter) {
        waiting.computeIfAbsent(jobId, ignored -> new HashSet<>()).add(emitter);
        clients++;
        if (!ticking) {
            ticking = true;
            tickLater();
        }
    }

    private synchronized void remove(UUID jobId, UniEmitter<? super Boolean> emitter) {
        Set<UniEmitter<? super Boolean>> together = waiting.get(jobId);
        if (together != null && together.remove(emitter)) {
            clients--;
            if (together.isEmpty()) {
                waiting.remove(jobId);
            }
        }
    }

    private void tickLater() {
        vertx.setTimer(settings.waitTick().toMillis(), timer -> tick());
    }

    private void tick() {
        Collection<UUID> awaited = awaited();
        if (awaited.isEmpty()) {
            return;
        }
        reader.settled(awaited)
                .onTermination()
                .invoke(this::tickLater)
                .subscribe()
                .with(
                        this::wake,
                        failure -> LOG.debugf("awaited jobs could not be looked at: %s", failure.getMessage()));
    }

    private synchronized Collection<UUID> awaited() {
        if (waiting.isEmpty()) {
            ticking = false;
        }
        return List.copyOf(waiting.keySet());
    }

    private void wake(List<UUID> settled) {
        List<UniEmitter<? super Boolean>> awake = new ArrayList<>();
        synchronized (this) {
            for (UUID id : settled) {
                Set<UniEmitter<? super Boolean>> together = waiting.remove(id);
                if (together != null) {
                    clients -= together.size();
                    awake.addAll(together);
                }
            }
        }
        awake.forEach(emitter -> emitter.complete(true));
    }
}
