package dev.millrace.scheduler.wiring;

import dev.millrace.core.migration.SchemaMigration;
import dev.millrace.core.store.Database;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.MonotonicClock;
import dev.millrace.scheduler.duty.Rhythm;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;

/**
 * The life of a scheduler: the schema is brought up to date, then the duties run until the process ends. Ready while the
 * schema is up to date and PostgreSQL answers; RabbitMQ may be away.
 */
@Singleton
@Readiness
public class SchedulerProcess implements AsyncHealthCheck {
    private final SchemaMigration migration;
    private final Database database;
    private final Rhythm rhythm;

    SchedulerProcess(
            Flyway flyway, Database database, @All List<Duty> duties, MonotonicClock clock, MeterRegistry meters) {
        migration = new SchemaMigration(flyway);
        this.database = database;
        rhythm = new Rhythm(duties, migration::isDone, clock, meters);
    }

    void start(@Observes StartupEvent started) {
        migration.start();
        rhythm.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        migration.close();
        rhythm.close();
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (!migration.isDone()) {
            return Uni.createFrom().item(HealthCheckResponse.down("schema"));
        }
        return database.probe()
                .replaceWith(() -> HealthCheckResponse.up("postgresql"))
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down("postgresql"));
    }
}
