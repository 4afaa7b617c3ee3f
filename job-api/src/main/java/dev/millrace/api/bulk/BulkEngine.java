package dev.millrace.api.bulk;

import dev.millrace.api.wiring.ApiSettings;
import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.bulk.BulkPace;
import dev.millrace.core.bulk.BulkRunner;
import dev.millrace.core.bulk.BulkRuns;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Keeps this process's runner awake: at once when an operation starts here, and now and then for those left by others. */
@Singleton
@Startup
class BulkEngine {
    private static final long LOOK_EVERY_MS = 1_000;

    private final BulkRunner runner;
    private final Vertx vertx;
    private long timer;

    BulkEngine(BulkRuns runs, TicketAnnouncer announcer, BulkCounters counters, ApiSettings settings, Vertx vertx) {
        runner = new BulkRunner(
                runs,
                announcer,
                counters,
                new BulkPace(
                        settings.bulkBatch(), settings.bulkPause(), settings.bulkLease(), settings.bulkConcurrency()));
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(LOOK_EVERY_MS, tick -> runner.wake());
    }

    void stop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
        runner.close();
    }

    void wake() {
        runner.wake();
    }
}
