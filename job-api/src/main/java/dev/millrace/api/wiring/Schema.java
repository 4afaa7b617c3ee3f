package dev.millrace.api.wiring;

import dev.millrace.core.migration.SchemaMigration;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.flywaydb.core.Flyway;

/** Brings the schema up to date at the start, however long PostgreSQL takes to come. */
@Singleton
@Startup
public class Schema {
    private final SchemaMigration migration;

    public Schema(Flyway flyway) {
        migration = new SchemaMigration(flyway);
    }

    void start(@Observes StartupEvent started) {
        migration.start();
    }

    void stop(@Observes ShutdownEvent stopped) {
        migration.close();
    }

    /** Whether the schema is up to date. */
    public boolean isUpToDate() {
        return migration.isDone();
    }
}
