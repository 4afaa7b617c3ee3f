package dev.millrace.core.wiring;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.encryption.EncryptionSettings;
import dev.millrace.core.encryption.KeyRing;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.identity.RandomJitter;
import dev.millrace.core.identity.TimeOrderedJobIds;
import dev.millrace.core.job.Jitter;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.joblog.JobLogs;
import dev.millrace.core.memory.OldGeneration;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.metrics.BrokerMeters;
import dev.millrace.core.metrics.SubmittedJobs;
import dev.millrace.core.migration.MigrationMode;
import dev.millrace.core.migration.MigrationSettings;
import dev.millrace.core.migration.SchemaCheck;
import dev.millrace.core.settings.BrokerSettings;
import dev.millrace.core.settings.DatabaseSettings;
import dev.millrace.core.store.Archive;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.DepthSnapshot;
import dev.millrace.core.store.IdempotencyKeys;
import dev.millrace.core.store.JobActions;
import dev.millrace.core.store.JobReader;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.JobTypes;
import dev.millrace.core.store.LostTickets;
import dev.millrace.core.store.Outbox;
import dev.millrace.core.store.PendingAnnouncements;
import dev.millrace.core.store.Queues;
import dev.millrace.core.store.RollupDeltas;
import dev.millrace.core.store.ScheduleTicks;
import dev.millrace.core.store.Schedules;
import dev.millrace.core.store.WorkerRegistry;
import dev.millrace.core.tracing.Tracers;
import dev.millrace.core.tracing.Tracing;
import dev.millrace.core.tracing.TracingSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what the three services share, once a service. */
@Singleton
public class CoreBeans {
    @Produces
    @Singleton
    Sealing sealing(EncryptionSettings settings) {
        return new Sealing(KeyRing.of(settings));
    }

    @Produces
    @Singleton
    Database database(Pool pool, DatabaseSettings settings, Sealing sealing) {
        return new Database(pool, settings.patience(), settings.poolWait(), sealing);
    }

    @Produces
    @Singleton
    JobStore jobStore(Database database) {
        return new JobStore(database);
    }

    @Produces
    @Singleton
    IdempotencyKeys idempotencyKeys(Database database) {
        return new IdempotencyKeys(database);
    }

    @Produces
    @Singleton
    JobActions jobActions(Database database) {
        return new JobActions(database);
    }

    @Produces
    @Singleton
    JobReader jobReader(Database database) {
        return new JobReader(database);
    }

    @Produces
    @Singleton
    Outbox outbox(Database database) {
        return new Outbox(database);
    }

    @Produces
    @Singleton
    WorkerRegistry workerRegistry(Database database) {
        return new WorkerRegistry(database);
    }

    @Produces
    @Singleton
    JobTypes jobTypes(Database database) {
        return new JobTypes(database);
    }

    @Produces
    @Singleton
    Queues queues(Database database) {
        return new Queues(database);
    }

    @Produces
    @Singleton
    PendingAnnouncements pendingAnnouncements(Database database) {
        return new PendingAnnouncements(database);
    }

    @Produces
    @Singleton
    LostTickets lostTickets(Database database) {
        return new LostTickets(database);
    }

    @Produces
    @Singleton
    Archive archive(Database database) {
        return new Archive(database);
    }

    @Produces
    @Singleton
    JobLogs jobLogs(Database database) {
        return new JobLogs(database);
    }

    @Produces
    @Singleton
    RollupDeltas rollupDeltas(Database database) {
        return new RollupDeltas(database);
    }

    @Produces
    @Singleton
    DepthSnapshot depthSnapshot(Database database) {
        return new DepthSnapshot(database);
    }

    @Produces
    @Singleton
    Schedules schedules(Database database, JobIds ids) {
        return new Schedules(database, ids);
    }

    @Produces
    @Singleton
    ScheduleTicks scheduleTicks(Database database, JobIds ids, Jitter jitter, Tracing tracing) {
        return new ScheduleTicks(database, ids, jitter, tracing);
    }

    @Produces
    @Singleton
    TicketPublisher ticketPublisher(
            BrokerSettings settings, @ConfigProperty(name = "quarkus.application.name") String service) {
        return new TicketPublisher(BrokerAddress.parse(settings.url()), service + " publisher");
    }

    @Produces
    @Singleton
    SchemaCheck schemaCheck(Database database) {
        return new SchemaCheck(database);
    }

    /**
     * Connects with the service's start: made at its first use, it would leave the first jobs to the relay. What only migrates
     * publishes nothing.
     */
    void connect(
            @Observes Startup started,
            MigrationSettings migration,
            Instance<TicketPublisher> publisher,
            MeterRegistry registry) {
        if (migration.mode() != MigrationMode.ONLY) {
            BrokerMeters.show(publisher.get(), registry);
        }
    }

    void showWhatRuns(
            @Observes Startup started,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        Gauge.builder("millrace.build.info", () -> 1)
                .description("Always 1; its labels say what runs")
                .tag("service", service)
                .tag("version", version)
                .register(registry);
    }

    @Produces
    @Singleton
    SubmittedJobs submittedJobs(MeterRegistry registry) {
        return new SubmittedJobs(registry);
    }

    @Produces
    @Singleton
    Tracing tracing(
            TracingSettings settings,
            JobIds ids,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        return Tracers.of(settings, service, version, ids.next().toString());
    }

    void close(@Disposes Tracing tracing) {
        tracing.close();
    }

    void keepMemorySmall(@Observes Startup started) {
        OldGeneration.keepSmall();
    }

    void close(@Disposes TicketPublisher publisher) {
        publisher.close();
    }

    @Produces
    @Singleton
    TicketAnnouncer ticketAnnouncer(TicketPublisher publisher, Outbox outbox) {
        return new TicketAnnouncer(publisher, outbox);
    }

    @Produces
    @Singleton
    JobIds jobIds() {
        return new TimeOrderedJobIds();
    }

    @Produces
    @Singleton
    Jitter jitter() {
        return new RandomJitter();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
