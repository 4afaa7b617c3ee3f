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
import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.store.Database;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * A process that only looks at the system, with the settings and the rights that services have, tells what it found, and ends: with
 * 0 when nothing is to be mended, with 1 when something is, and with 2 when it could not look.
 */
@Singleton
public class DoctorsVisit {
    private static final Logger LOG = Logger.getLogger(DoctorsVisit.class);

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

    /** Whatever happens: a process without an end would tell nobody anything. */
    int visit() {
        try {
            return doctor().look();
        } catch (RuntimeException | Error failure) {
            LOG.error("the system was not looked at", failure);
            return Doctor.UNABLE;
        }
    }

    private Doctor doctor() {
        WorkExamination work = new WorkExamination(database);
        return new Doctor(
                List.of(
                        new ServerExamination(database, clock),
                        new SchemaExamination(schema, new Statistics(database)),
                        new BrokerExamination(
                                new BrokerInspection(BrokerAddress.parse(broker.url()), "millrace doctor"), work),
                        work),
                System.out);
    }
}
