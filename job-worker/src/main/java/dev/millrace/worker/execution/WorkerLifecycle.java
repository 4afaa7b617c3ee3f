package dev.millrace.worker.execution;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.job.Jitter;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.joblog.JobLogs;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.migration.MigrationSettings;
import dev.millrace.core.migration.SchemaCheck;
import dev.millrace.core.migration.SchemaPreparation;
import dev.millrace.core.settings.BrokerSettings;
import dev.millrace.core.store.Archive;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.JobTypes;
import dev.millrace.core.store.WorkerCard;
import dev.millrace.core.store.WorkerRegistry;
import dev.millrace.core.tracing.Tracing;
import dev.millrace.worker.circuit.CircuitSettings;
import dev.millrace.worker.circuit.Circuits;
import dev.millrace.worker.handler.HandlerRegistry;
import dev.millrace.worker.handler.JobHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.validation.Validator;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Starts the worker with its service, once it can work with the schema, and ends it in order; ready while it takes jobs. */
@Singleton
@Readiness
public class WorkerLifecycle implements HealthCheck {
    private final SchemaPreparation schema;
    private final Worker worker;

    WorkerLifecycle(
            MigrationSettings migration,
            SchemaCheck check,
            WorkerSettings settings,
            JobLogSettings logSettings,
            CircuitSettings circuitSettings,
            @All List<JobHandler<?, ?>> handlers,
            JobStore store,
            WorkerRegistry registry,
            JobTypes jobTypes,
            Archive archive,
            JobLogs jobLogs,
            TicketPublisher publisher,
            TicketAnnouncer announcer,
            BrokerSettings broker,
            MeterRegistry meters,
            Tracing tracing,
            JobIds ids,
            Jitter jitter,
            Clock clock,
            Validator validator,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        schema = SchemaPreparation.of(migration.mode(), Optional.empty(), check);
        HandlerRegistry handlerRegistry = new HandlerRegistry(chosen(handlers, settings.types()), validator);
        Ticker ticker = System::nanoTime;
        ServedQueues queues = new ServedQueues(settings, ticker);
        WorkerCard card = new WorkerCard(
                ids.next(),
                hostName(),
                ProcessHandle.current().pid(),
                version,
                queues.names(),
                handlerRegistry.types(),
                queues.totalSlots());
        worker = new Worker(
                settings,
                queues,
                card,
                handlerRegistry,
                store,
                registry,
                jobTypes,
                archive,
                jobLogs,
                logSettings,
                publisher,
                announcer,
                BrokerAddress.parse(broker.url()),
                new WorkerMetrics(meters),
                tracing,
                new Circuits(circuitSettings, meters, jitter, ticker::nanos),
                jitter,
                clock,
                ticker);
    }

    void start(@Observes StartupEvent started) {
        schema.start();
        worker.startAfter(schema::await);
    }

    void shutDown(@Observes ShutdownEvent stopping) throws InterruptedException {
        worker.shutDown();
        schema.close();
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("worker takes jobs").status(worker.isReady());
        return schema.isDone()
                ? response.build()
                : response.withData("reason", schema.obstacle()).build();
    }

    private static List<JobHandler<?, ?>> chosen(List<JobHandler<?, ?>> handlers, Optional<List<String>> types) {
        if (types.isEmpty()) {
            return handlers;
        }
        Set<String> unknown = new TreeSet<>(types.get());
        handlers.forEach(handler -> unknown.remove(handler.type()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("millrace.worker.types names what no handler here runs: " + unknown);
        }
        return handlers.stream()
                .filter(handler -> types.get().contains(handler.type()))
                .toList();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
