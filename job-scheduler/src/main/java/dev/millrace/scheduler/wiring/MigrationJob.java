package dev.millrace.scheduler.wiring;

import dev.millrace.core.migration.MigrationMode;
import dev.millrace.core.migration.MigrationResult;
import dev.millrace.core.migration.MigrationSettings;
import dev.millrace.core.migration.SchemaMigration;
import dev.millrace.scheduler.duty.MonotonicClock;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * A process that only migrates: it applies what is missing and ends, with 0 when nothing is missing any more, else with 1 and
 * the reason in its log. PostgreSQL is waited for, and so is whoever holds what a migration has to change, within the patience; a
 * migration that fails is not tried again.
 */
@Singleton
public class MigrationJob {
    private static final Logger LOG = Logger.getLogger(MigrationJob.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int DONE = 0;
    private static final int FAILED = 1;

    private final MigrationSettings settings;
    private final SchemaMigration migration;
    private final MonotonicClock clock;

    MigrationJob(MigrationSettings settings, Flyway flyway, MonotonicClock clock) {
        this.settings = settings;
        this.migration = new SchemaMigration(flyway);
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        if (settings.mode() == MigrationMode.ONLY) {
            Thread.ofPlatform().name("migration").start(() -> Quarkus.asyncExit(migrate()));
        }
    }

    private int migrate() {
        long start = clock.nanoTime();
        while (true) {
            switch (migration.apply()) {
                case MigrationResult.Applied applied -> {
                    LOG.infof("migrated: the schema is at version %s; nothing else is to be done", applied.version());
                    return DONE;
                }
                case MigrationResult.Failed failed -> {
                    LOG.errorf("not migrated: %s", failed.reason());
                    return FAILED;
                }
                case MigrationResult.Unreachable unreachable -> {
                    if (isOver(start)) {
                        LOG.errorf(
                                "not migrated: PostgreSQL was not there for %s: %s",
                                settings.patience(), unreachable.reason());
                        return FAILED;
                    }
                    LOG.warnf("waiting for PostgreSQL: %s", unreachable.reason());
                }
                case MigrationResult.HeldUp heldUp -> {
                    if (isOver(start)) {
                        LOG.errorf(
                                "not migrated: other transactions held what it changes for %s: %s",
                                settings.patience(), heldUp.reason());
                        return FAILED;
                    }
                    LOG.warnf("waiting for other transactions to end: %s", heldUp.reason());
                }
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return FAILED;
            }
        }
    }

    private boolean isOver(long start) {
        return clock.since(start).compareTo(settings.patience()) >= 0;
    }
}
