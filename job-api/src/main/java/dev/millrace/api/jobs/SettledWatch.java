package dev.millrace.api.jobs;

import dev.millrace.api.wiring.ApiSettings;
import dev.millrace.core.store.JobSight;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Wakes clients that wait for jobs, by what the {@link JobWatch} sees. */
@Singleton
public class SettledWatch {
    private final JobWatch watch;
    private final Vertx vertx;
    private final ApiSettings settings;
    private final AtomicInteger clients = new AtomicInteger();

    public SettledWatch(JobWatch watch, Vertx vertx, ApiSettings settings) {
        this.watch = watch;
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Whether one more client may wait. */
    public boolean hasRoom() {
        return clients.get() < settings.waitClients();
    }

    /** Completes with true as soon as the job is final, dead or unknown, or with false after {@code longest}. */
    public Uni<Boolean> settled(UUID jobId, Duration longest) {
        return Uni.createFrom().emitter(emitter -> {
            Waiting client = new Waiting(emitter);
            long timer = vertx.setTimer(longest.toMillis(), expired -> emitter.complete(false));
            clients.incrementAndGet();
            watch.add(jobId, client);
            emitter.onTermination(() -> {
                vertx.cancelTimer(timer);
                clients.decrementAndGet();
                watch.remove(jobId, client);
            });
        });
    }

    private static final class Waiting implements JobWatcher {
        private final UniEmitter<? super Boolean> emitter;

        Waiting(UniEmitter<? super Boolean> emitter) {
            this.emitter = emitter;
        }

        @Override
        public boolean everyChange() {
            return false;
        }

        @Override
        public void seen(List<JobSight> sights) {
            emitter.complete(true);
        }
    }
}
