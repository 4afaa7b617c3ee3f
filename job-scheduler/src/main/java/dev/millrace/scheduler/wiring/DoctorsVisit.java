package dev.millrace.scheduler.wiring;

import dev.millrace.core.doctor.BrokerExamination;
import dev.millrace.core.doctor.Doctor;
import dev.millrace.core.doctor.DoctorSettings;
import dev.millrace.core.doctor.SchemaExamination;
import dev.millrace.core.doctor.ServerExamination;
import dev.millrace.core.doctor.WorkExamination;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.BrokerInspection;
import dev.millrace.core.migration.SchemaCheck;
import dev.millrace.core.settings.BrokerSettings;
import dev.millrace.core.store.Database;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/**
 * A process that only looks at the system, with the settings and the rights that services have, tells what it found, and ends: with
 * 0 when nothing is to be mended, else with 1.
 */
@Singleton
public class DoctorsVisit {
    private final DoctorSettings settings;
    private final BrokerSettings broker;
    private final Database database;
    private final SchemaCheck schema;
    private final Clock clock;

    DoctorsVisit(DoctorSettings settings, BrokerSettings broker, Database database, SchemaCheck schema, Clock clock) {
        this.settings = settings;
        this.broker = broker;
        this.database = database;
        this.schema = schema;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        if (settings.enabled()) {
            Thread.ofPlatform().name("doctor").start(() -> Quarkus.asyncExit(visit()));
        }
    }

    private int visit() {
        WorkExamination work = new WorkExamination(database);
        Doctor doctor = new Doctor(
                List.of(
                        new ServerExamination(database, clock),
                        new SchemaExamination(schema, database),
                        new BrokerExamination(
                                new BrokerInspection(BrokerAddress.parse(broker.url()), "millrace doctor"), work),
                        work),
                System.out);
        return doctor.look() == 0 ? 0 : 1;
    }
}
