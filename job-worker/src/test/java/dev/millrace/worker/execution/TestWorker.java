package dev.millrace.worker.execution;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.identity.RandomJitter;
import dev.millrace.core.identity.TimeOrderedJobIds;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.job.NewJob;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.store.AcceptedJob;
import dev.millrace.core.store.ReadyTicket;
import dev.millrace.core.store.WorkerCard;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.TestStore;
import dev.millrace.core.tracing.Tracing;
import dev.millrace.worker.circuit.CircuitSettings;
import dev.millrace.worker.circuit.Circuits;
import dev.millrace.worker.handler.HandlerRegistry;
import dev.millrace.worker.handler.JobHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A whole worker in the test's process, on real servers, and what a test needs to submit to it and to look on. */
final class TestWorker implements AutoCloseable {
    private static final JobIds IDS = new TimeOrderedJobIds();

    private final TestStore store;
    private final TicketPublisher publisher;
    private final TicketAnnouncer announcer;
    private final Worker worker;
    private final UUID id = IDS.next();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private boolean ended;
    private boolean closed;

    private TestWorker(
            TestStore store,
            String amqpUrl,
            WorkerSettings settings,
            JobLogSettings logSettings,
            CircuitSettings circuitSettings,
            List<JobHandler<?, ?>> handlers,
            Ticker ticker) {
        this.store = store;
        BrokerAddress address = BrokerAddress.parse(amqpUrl);
        publisher = new TicketPublisher(address, "test publisher " + id);
        announcer = new TicketAnnouncer(publisher, store.outbox());
        HandlerRegistry registry = new HandlerRegistry(handlers);
        ServedQueues queues = new ServedQueues(settings, ticker);
        worker = new Worker(
                settings,
                queues,
                new WorkerCard(
                        id,
                        "test",
                        ProcessHandle.current().pid(),
                        "test",
                        queues.names(),
                        registry.types(),
                        queues.totalSlots()),
                registry,
                store.jobs(),
                store.workers(),
                store.jobTypes(),
                store.archive(),
                store.jobLogs(),
                logSettings,
                publisher,
                announcer,
                address,
                new WorkerMetrics(meters),
                Tracing.OFF,
                new Circuits(circuitSettings, meters, new RandomJitter(), ticker::nanos),
                new RandomJitter(),
                Clock.systemUTC(),
                ticker);
    }

    static TestWorker start(FreshDatabase database, FreshBroker broker, int slots, JobHandler<?, ?>... handlers) {
        return start(TestStore.on(database), broker.amqpUrl(), settings(slots), handlers);
    }

    static TestWorker start(TestStore store, String amqpUrl, WorkerSettings settings, JobHandler<?, ?>... handlers) {
        return ready(startWithoutWaiting(store, amqpUrl, settings, handlers));
    }

    static TestWorker startWithoutWaiting(
            TestStore store, String amqpUrl, WorkerSettings settings, JobHandler<?, ?>... handlers) {
        return begun(store, amqpUrl, settings, FixedLogSettings.USUAL, FixedCircuitSettings.USUAL, handlers);
    }

    static TestWorker startWithLog(
            TestStore store, String amqpUrl, JobLogSettings logSettings, JobHandler<?, ?>... handlers) {
        return ready(begun(store, amqpUrl, settings(4), logSettings, FixedCircuitSettings.USUAL, handlers));
    }

    static TestWorker startWithCircuit(
            TestStore store, String amqpUrl, CircuitSettings circuitSettings, JobHandler<?, ?>... handlers) {
        return ready(begun(store, amqpUrl, settings(4), FixedLogSettings.USUAL, circuitSettings, handlers));
    }

    private static TestWorker begun(
            TestStore store,
            String amqpUrl,
            WorkerSettings settings,
            JobLogSettings logSettings,
            CircuitSettings circuitSettings,
            JobHandler<?, ?>... handlers) {
        TestWorker made = new TestWorker(
                store, amqpUrl, settings, logSettings, circuitSettings, List.of(handlers), System::nanoTime);
        made.worker.start();
        return made;
    }

    private static TestWorker ready(TestWorker made) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> made.worker.isReady() && made.worker.consumesAll());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(made.publisher::available);
        return made;
    }

    static WorkerSettings settings(int slots) {
        return serving(slots, "default");
    }

    /** @param queues each a name, or a name and its slots: {@code media:2} */
    static WorkerSettings serving(int slots, String... queues) {
        return new FixedSettings(
                slots,
                Stream.of(queues).map(QueueSlots::of).toList(),
                32,
                Duration.ofSeconds(3),
                Duration.ofSeconds(25));
    }

    MeterRegistry meters() {
        return meters;
    }

    UUID id() {
        return id;
    }

    TestStore store() {
        return store;
    }

    boolean isReady() {
        return worker.isReady();
    }

    Strays strays() {
        return worker.strays();
    }

    /** Accepts jobs as the API does, and announces them. */
    void submit(NewJob... jobs) {
        submitAll(List.of(jobs));
    }

    void submitAll(List<NewJob> jobs) {
        announce(TestStore.await(store.jobs().acceptAll(jobs)));
    }

    /** Announces jobs that another has accepted. */
    void announce(List<AcceptedJob> accepted) {
        announcer.announce(tickets(accepted));
    }

    /** Makes due jobs ready and announces them, as the scheduler does. */
    void promoteDue() {
        announcer.announce(TestStore.await(store.jobs().promoteDue(1_000)));
    }

    static List<ReadyTicket> tickets(List<AcceptedJob> accepted) {
        return accepted.stream()
                .filter(job -> job.ticketId() != null)
                .collect(Collectors.groupingBy(AcceptedJob::ticketId, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> new ReadyTicket(
                        entry.getKey(),
                        new Lane(
                                entry.getValue().getFirst().submitted().queue(),
                                entry.getValue().getFirst().submitted().priority()),
                        entry.getValue().stream()
                                .map(job -> job.submitted().id())
                                .toList()))
                .toList();
    }

    /** Ends the worker alone; what it was given is left to {@link #close}. */
    void shutDown() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            worker.shutDown();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        shutDown();
        publisher.close();
        store.close();
    }

    record FixedSettings(int slots, List<QueueSlots> queues, int prefetch, Duration holdLimit, Duration drainTimeout)
            implements WorkerSettings {
        @Override
        public Optional<List<String>> types() {
            return Optional.empty();
        }
    }

    record FixedCircuitSettings(int failures, Duration firstWait, Duration longestWait) implements CircuitSettings {
        static final FixedCircuitSettings USUAL =
                new FixedCircuitSettings(20, Duration.ofSeconds(5), Duration.ofMinutes(5));
    }

    record FixedLogSettings(int linesPerAttempt, int lineLength, int bufferLines, int bufferLength, Duration linger)
            implements JobLogSettings {
        static final FixedLogSettings USUAL =
                new FixedLogSettings(1_000, 8_192, 10_000, 16_000_000, Duration.ofMillis(200));
    }
}
