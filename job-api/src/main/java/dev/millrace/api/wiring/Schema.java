package dev.millrace.api.wiring;

import dev.millrace.core.migration.MigrationSettings;
import dev.millrace.core.migration.SchemaCheck;
import dev.millrace.core.migration.SchemaMigration;
import dev.millrace.core.migration.SchemaPreparation;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/** Sees at the start to a schema that the API can work with, however long PostgreSQL takes to come. */
@Singleton
@Startup
public class Schema {
    private final SchemaPreparation preparation;

    public Schema(MigrationSettings settings, Flyway flyway, SchemaCheck check) {
        preparation = SchemaPreparation.of(settings.mode(), Optional.of(new SchemaMigration(flyway)), check);
    }

    void start(@Observes StartupEvent started) {
        preparation.start();
    }

    void stop(@Observes ShutdownEvent stopped) {
        preparation.close();
    }

    /** Whether the API can work with it. */
    public boolean isUpToDate() {
        return preparation.isDone();
    }

    /** Why it cannot, for people; empty when it can. */
    public String obstacle() {
        return preparation.obstacle();
    }
}
