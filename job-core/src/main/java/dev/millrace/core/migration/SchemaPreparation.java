package dev.millrace.core.migration;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sees to it that a service works on a schema that it can work with, however long that takes: one that starts before its
 * database, or before the migration it needs, must not die of it.
 */
public final class SchemaPreparation implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SchemaPreparation.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final String NOT_LOOKED_AT = "the schema has not been looked at yet";

    private final Optional<SchemaMigration> migration;
    private final SchemaCheck check;
    private volatile String obstacle = NOT_LOOKED_AT;
    private volatile Thread thread;

    private SchemaPreparation(Optional<SchemaMigration> migration, SchemaCheck check) {
        this.migration = migration;
        this.check = check;
    }

    /**
     * As a service is told.
     *
     * @param migration how it would change the schema; empty for one that has no migrations, and always waits for others
     * @throws ConfigurationException for {@link MigrationMode#ONLY}, which is not for services
     */
    public static SchemaPreparation of(MigrationMode mode, Optional<SchemaMigration> migration, SchemaCheck check) {
        return switch (mode) {
            case APPLY -> new SchemaPreparation(migration, check);
            case CHECK -> new SchemaPreparation(Optional.empty(), check);
            case ONLY ->
                throw new ConfigurationException(
                        "millrace.migration.mode=only is for job-scheduler: this service does not migrate and end");
        };
    }

    /** Begins in the background; to be called once. */
    public void start() {
        thread = Thread.ofPlatform().daemon().name("schema-preparation").start(this::tryUntilDone);
    }

    /** Whether the service can work with the schema. */
    public boolean isDone() {
        return obstacle.isEmpty();
    }

    /** What stands in the way, for people; empty once nothing does. */
    public String obstacle() {
        return obstacle;
    }

    /** Waits until the service can work with the schema, or {@link #close} is called. */
    public void await() throws InterruptedException {
        thread.join();
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void tryUntilDone() {
        Duration wait = FIRST_WAIT;
        boolean migrated = migration.isEmpty();
        while (!Thread.currentThread().isInterrupted()) {
            String found = migrated ? "" : failureToMigrate();
            migrated = found.isEmpty();
            if (migrated) {
                found = check.obstacle();
            }
            tell(found);
            obstacle = found;
            if (found.isEmpty()) {
                return;
            }
            try {
                Thread.sleep(wait);
            } catch (InterruptedException stopped) {
                return;
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
    }

    private String failureToMigrate() {
        return switch (migration.orElseThrow().apply()) {
            case MigrationResult.Applied applied -> "";
            case MigrationResult.Unreachable unreachable ->
                "the schema could not be brought up to date: " + unreachable.reason();
            case MigrationResult.HeldUp heldUp -> "the schema could not be brought up to date: " + heldUp.reason();
            case MigrationResult.Failed failed -> "the schema could not be brought up to date: " + failed.reason();
        };
    }

    /** Once for each thing that stands in the way, not once a look. */
    private void tell(String found) {
        if (found.isEmpty()) {
            LOG.info("the schema is as this service needs it");
        } else if (!found.equals(obstacle)) {
            LOG.warnf("not ready, and trying again: %s", found);
        }
    }
}
