package dev.millrace.scheduler.wiring;

import dev.millrace.core.doctor.DoctorSettings;
import dev.millrace.core.migration.MigrationMode;
import dev.millrace.core.migration.MigrationSettings;
import dev.millrace.core.migration.SchemaCheck;
import dev.millrace.core.migration.SchemaMigration;
import dev.millrace.core.migration.SchemaPreparation;
import dev.millrace.core.store.Database;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.MonotonicClock;
import dev.millrace.scheduler.duty.Rhythm;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;

/**
 * The life of a scheduler: once the schema is as it needs it, the duties run until the process ends. Ready while it is and
 * PostgreSQL answers; RabbitMQ may be away. A process that only migrates is none ({@link MigrationJob}), nor
 * one that only looks ({@link DoctorsVisit}).
 */
@Singleton
@Readiness
public class SchedulerProcess implements AsyncHealthCheck {
    private final MigrationSettings settings;
    private final DoctorSettings doctor;
    private final SchemaMigration migration;
    private final SchemaCheck check;
    private final Database database;
    private final List<InstanceHandle<Duty>> duties;
    private final MonotonicClock clock;
    private final MeterRegistry meters;
    private SchemaPreparation schema;
    private Rhythm rhythm;

    /** @param duties made only where they are done, for some connect to the broker as they are made */
    SchedulerProcess(
            MigrationSettings settings,
            DoctorSettings doctor,
            Flyway flyway,
            SchemaCheck check,
            Database database,
            @All List<InstanceHandle<Duty>> duties,
            MonotonicClock clock,
            MeterRegistry meters) {
        this.settings = settings;
        this.doctor = doctor;
        migration = new SchemaMigration(flyway);
        this.check = check;
        this.database = database;
        this.duties = duties;
        this.clock = clock;
        this.meters = meters;
    }

    void start(@Observes StartupEvent started) {
        if (settings.mode() == MigrationMode.ONLY || doctor.enabled()) {
            return;
        }
        schema = SchemaPreparation.of(settings.mode(), Optional.of(migration), check);
        rhythm = new Rhythm(duties.stream().map(InstanceHandle::get).toList(), schema::isDone, clock, meters);
        schema.start();
        rhythm.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (schema != null) {
            schema.close();
            rhythm.close();
        }
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (!schema.isDone()) {
            return Uni.createFrom()
                    .item(HealthCheckResponse.named("schema")
                            .down()
                            .withData("reason", schema.obstacle())
                            .build());
        }
        return database.probe()
                .replaceWith(() -> HealthCheckResponse.up("postgresql"))
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down("postgresql"));
    }
}
