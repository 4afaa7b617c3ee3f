package dev.millrace.core.migration;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date at the start of a service, under Flyway's lock, and waits for PostgreSQL as long as it takes:
 * a service that starts before its database must not die of it.
 */
public final class SchemaMigration implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SchemaMigration.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Flyway flyway;
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile Thread thread;

    public SchemaMigration(Flyway flyway) {
        this.flyway = flyway;
    }

    /** Begins in the background. */
    public void start() {
        thread = Thread.ofPlatform().daemon().name("schema-migration").start(this::migrateUntilDone);
    }

    /** Whether the schema is up to date. */
    public boolean isDone() {
        return done.get();
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void migrateUntilDone() {
        Duration wait = FIRST_WAIT;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                var result = flyway.migrate();
                LOG.infof(
                        "schema is at version %s (%d migrations applied now)",
                        result.targetSchemaVersion == null ? result.initialSchemaVersion : result.targetSchemaVersion,
                        result.migrationsExecuted);
                done.set(true);
                return;
            } catch (FlywayException failure) {
                LOG.warnf(
                        "the schema could not be brought up to date, trying again in %d ms: %s",
                        wait.toMillis(), firstLine(failure));
            }
            try {
                Thread.sleep(wait);
            } catch (InterruptedException stopped) {
                return;
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
