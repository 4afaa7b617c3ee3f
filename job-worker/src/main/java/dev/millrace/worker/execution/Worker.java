package dev.millrace.worker.execution;

import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Jitter;
import dev.millrace.core.job.Priority;
import dev.millrace.core.joblog.JobLogs;
import dev.millrace.core.messaging.BrokerAddress;
import dev.millrace.core.messaging.Delivery;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.TicketConsumer;
import dev.millrace.core.messaging.TicketHandler;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.store.Archive;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.JobStore;
import dev.millrace.core.store.JobTypeCard;
import dev.millrace.core.store.JobTypes;
import dev.millrace.core.store.LaneReport;
import dev.millrace.core.store.WorkerCard;
import dev.millrace.core.store.WorkerRegistry;
import dev.millrace.core.tracing.JobSpan;
import dev.millrace.core.tracing.Tracing;
import dev.millrace.worker.circuit.Circuits;
import dev.millrace.worker.handler.BoundHandler;
import dev.millrace.worker.handler.HandlerRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * A worker from its registration to its end: tickets come into the {@link PriorityBuffer} of their queue, the {@link Claimer} turns them into
 * {@link JobExecution}s, the {@link EndRecorder} has their ends recorded, and the {@link Heartbeat} keeps the {@link Lease}.
 *
 * <p>Invariant: while the lease is not held nothing is claimed, and what runs is broken off and handed back before the rescuer
 * takes it.
 */
public final class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    /** How long a handler may take to heed its interrupt before its slot is freed without it. */
    static final Duration INTERRUPT_PATIENCE = Duration.ofSeconds(10);

    private static final Duration UNKNOWN_TYPE_WAIT = Duration.ofSeconds(10);
    private static final Duration ROUND = Duration.ofMillis(500);
    private static final Duration STRAY_ROUND = Duration.ofMinutes(1);
    private static final Duration PARTITION_ROUND = Duration.ofHours(1);
    private static final Duration REGISTER_WAIT = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final Duration CLAIM_PATIENCE = Duration.ofSeconds(10);

    private final WorkerSettings settings;
    private final WorkerCard card;
    private final HandlerRegistry handlers;
    private final WorkerRegistry registry;
    private final JobTypes jobTypes;
    private final BrokerAddress broker;
    private final Clock clock;
    private final Ticker ticker;
    private final Verdict verdict;
    private final WorkerMetrics metrics;
    private final Tracing tracing;
    private final ServedQueues queues;
    private final Circuits circuits;
    private final Lease lease;
    private final HeldAttempts held = new HeldAttempts();
    private final LaneProgress progress = new LaneProgress();
    private final List<Lane> lanes;
    private final EndRecorder recorder;
    private final Claimer claimer;
    private final Heartbeat heartbeat;
    private final Map<ServedQueue, HandBack> handBacks;
    private final Strays strays;
    private final LogWriter log;
    private final Archive archive;
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(
            2, Thread.ofPlatform().daemon().name("worker-timer-", 0).factory());
    private final Object consuming = new Object();
    private final Set<ServedQueue> paused = ConcurrentHashMap.newKeySet();
    private volatile Thread starting;
    private volatile TicketConsumer consumer;
    private volatile boolean registered;
    private volatile boolean draining;

    public Worker(
            WorkerSettings settings,
            ServedQueues queues,
            WorkerCard card,
            HandlerRegistry handlers,
            JobStore store,
            WorkerRegistry registry,
            JobTypes jobTypes,
            Archive archive,
            JobLogs jobLogs,
            JobLogSettings logSettings,
            TicketPublisher publisher,
            TicketAnnouncer announcer,
            BrokerAddress broker,
            WorkerMetrics metrics,
            Tracing tracing,
            Circuits circuits,
            Jitter jitter,
            Clock clock,
            Ticker ticker) {
        this.settings = settings;
        this.queues = queues;
        this.circuits = circuits;
        this.card = card;
        this.handlers = handlers;
        this.registry = registry;
        this.jobTypes = jobTypes;
        this.archive = archive;
        this.broker = broker;
        this.clock = clock;
        this.ticker = ticker;
        this.metrics = metrics;
        this.tracing = tracing;
        lanes = card.queues().stream()
                .flatMap(queue -> Arrays.stream(Priority.values()).map(priority -> new Lane(queue, priority)))
                .toList();
        verdict = new Verdict(jitter);
        lease = new Lease(ticker);
        recorder = new EndRecorder(store, publisher, announcer, verdict, metrics);
        claimer = new Claimer(
                store,
                card.id(),
                queues,
                held,
                recorder,
                progress,
                metrics,
                () -> lease.isHeld() && !draining,
                this::await,
                ticker);
        heartbeat = new Heartbeat(
                registry,
                store,
                card,
                queues::busySlots,
                held,
                lease,
                ticker,
                this::laneReports,
                this::stop,
                claimer::wake);
        handBacks = queues.all().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        queue -> new HandBack(queue.buffer(), publisher, settings.holdLimit(), claimer::wake)));
        strays = new Strays(store, card.id(), held, announcer);
        log = new LogWriter(jobLogs, card.id(), logSettings, metrics, clock);
        queues.all().forEach(metrics::watch);
        metrics.watch(this::isReady);
        handlers.cards().stream()
                .filter(type -> queues.named(type.queue()) != null)
                .forEach(type -> metrics.expect(type.queue(), type.name()));
        // Else every job that ended early would stay in memory until its timeout.
        timers.setRemoveOnCancelPolicy(true);
    }

    /** Begins in the background: registers as soon as PostgreSQL and its schema are there, then takes jobs. */
    public void start() {
        startAfter(() -> {});
    }

    /** As {@link #start}, once what must be waited for is there. */
    void startAfter(Awaited awaited) {
        starting = Thread.ofPlatform().daemon().name("worker-start").start(() -> registerThenRun(awaited));
    }

    /** Whether all lanes are consumed now. */
    boolean consumesAll() {
        TicketConsumer present = consumer;
        return present != null && queues.names().stream().allMatch(present::isConsuming);
    }

    Strays strays() {
        return strays;
    }

    /** Whether it takes jobs. */
    public boolean isReady() {
        TicketConsumer present = consumer;
        return registered && !draining && lease.isHeld() && present != null && present.connected();
    }

    /**
     * Ends in order: takes no more tickets, lets running jobs end, interrupts what is still running after the drain timeout,
     * and hands the rest back without counting a failure.
     */
    public void shutDown() throws InterruptedException {
        draining = true;
        if (starting == null) {
            return;
        }
        heartbeat.drain();
        starting.interrupt();
        starting.join();
        if (consumer != null) {
            // Closing gives every unsettled ticket back; ids of theirs that run here are stale elsewhere.
            consumer.close();
        }
        boolean claimsAnswered = claimer.stop(CLAIM_PATIENCE);
        LOG.infof("draining: jobs=%d", held.underWay().size());
        // What is claimed ahead begins in a moment, or is handed back when it has waited for too long.
        if (!awaitNoneUnderWay(settings.drainTimeout())) {
            queues.all().forEach(queue -> handBackUnbegun(queue.ahead().takeAll()));
            held.underWay().forEach(execution -> stop(execution, StopCause.DRAIN));
            awaitNoneUnderWay(LAST_WORDS);
            held.underWay().forEach(JobExecution::giveUp);
        }
        boolean allRecorded = awaitTrue(() -> held.isEmpty() && recorder.outstanding() == 0, LAST_WORDS);
        log.stop();
        heartbeat.stop();
        timers.shutdownNow();
        if (!claimsAnswered || !allRecorded) {
            // Without a goodbye the lease runs out, and the rescuer finds what is left within half a minute.
            LOG.warnf("ending with jobs in hand, which the rescuer will find: jobs=%d", held.size());
        } else if (registered) {
            registry.stop(card.id())
                    .onFailure()
                    .invoke(away -> LOG.warnf("could not say goodbye: %s", away.getMessage()))
                    .onFailure()
                    .recoverWithNull()
                    .await()
                    .indefinitely();
        }
    }

    private void registerThenRun(Awaited awaited) {
        try {
            awaited.await();
            registerUntilDone();
        } catch (InterruptedException stopped) {
            return;
        }
        registered = true;
        log.start();
        heartbeat.start();
        claimer.start();
        TicketConsumer made = new TicketConsumer(broker, "worker " + card.id(), new Tickets());
        lanes.forEach(lane -> made.consume(lane, settings.prefetch()));
        consumer = made;
        every(ROUND, this::keepWatch);
        every(STRAY_ROUND, strays::runOnce);
        every(PARTITION_ROUND, this::ensurePartitions);
        LOG.infof(
                "worker %s takes jobs: queues=%s types=%s",
                card.id(),
                queues.all().stream()
                        .map(queue -> queue.name() + ":" + queue.slots().total())
                        .toList(),
                card.jobTypes());
        tellOfUnservedDefaults();
    }

    /** Sound where other workers serve those queues; whoever has forgotten a queue finds out here. */
    private void tellOfUnservedDefaults() {
        Map<String, List<String>> unserved = handlers.cards().stream()
                .filter(type -> queues.named(type.queue()) == null)
                .collect(Collectors.groupingBy(
                        JobTypeCard::queue, TreeMap::new, Collectors.mapping(JobTypeCard::name, Collectors.toList())));
        if (!unserved.isEmpty()) {
            LOG.infof("by default these types go to queues that this worker does not serve: %s", unserved);
        }
    }

    private List<LaneReport> laneReports() {
        TicketConsumer present = consumer;
        return progress.report(lanes, present == null ? Set.of() : present.lanesInHand());
    }

    private void registerUntilDone() throws InterruptedException {
        boolean told = false;
        while (true) {
            try {
                long sentAt = ticker.nanos();
                registry.register(card).await().indefinitely();
                for (JobTypeCard type : handlers.cards()) {
                    jobTypes.register(type).await().indefinitely();
                }
                lease.renew(sentAt);
                return;
            } catch (RuntimeException failure) {
                if (draining || Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (!told) {
                    LOG.warnf("waiting for PostgreSQL and its schema: %s", failure.getMessage());
                    told = true;
                }
                TimeUnit.MILLISECONDS.sleep(REGISTER_WAIT.toMillis());
            }
        }
    }

    private void every(Duration round, Runnable work) {
        var unused = timers.scheduleWithFixedDelay(work, round.toMillis(), round.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** So that a month without any scheduler leaves no job without a place for its end. */
    private void ensurePartitions() {
        archive.ensurePartitions()
                .subscribe()
                .with(
                        made -> LOG.debugf("archive partitions made: %d", made),
                        failure -> LOG.warnf("no archive partitions made: %s", failure.getMessage()));
    }

    private void await(ClaimedJob job, ServedQueue queue) {
        held.await(job);
        queue.ahead().add(job);
        beginWaiting(queue);
    }

    private void beginWaiting(ServedQueue queue) {
        handBackUnbegun(queue.ahead().takeOverdue());
        for (ClaimedJob next = queue.ahead().begin();
                next != null;
                next = queue.ahead().begin()) {
            if (!lease.isHeld()) {
                queue.slots().give();
                handBackUnbegun(List.of(next));
            } else {
                execute(next, queue);
            }
        }
    }

    /** No handler has seen them: nothing happens twice when another worker begins them, and no failure is counted. */
    private void handBackUnbegun(List<ClaimedJob> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        LOG.infof("handed back before they began: jobs=%d", jobs.size());
        jobs.forEach(job -> held.reserve(job.key()));
        recorder.handBack(jobs).thenRun(() -> {
            jobs.forEach(job -> held.remove(job.key()));
            claimer.wake();
        });
    }

    private void execute(ClaimedJob job, ServedQueue queue) {
        Optional<BoundHandler<?, ?>> handler = handlers.find(job.type());
        if (handler.isEmpty()) {
            LOG.warnf("no handler here for job %s of type %s; it is put off", job.id(), job.type());
            putOff(job, queue, UNKNOWN_TYPE_WAIT);
            return;
        }
        Optional<Duration> wait = circuits.admit(job);
        if (wait.isPresent()) {
            putOff(job, queue, wait.get());
            return;
        }
        long begun = ticker.nanos();
        AttemptLog attemptLog = new AttemptLog(job, log);
        JobExecution execution = new JobExecution(
                job,
                handler.get(),
                verdict,
                attemptLog,
                AttemptSpan.begin(tracing, job),
                clock.instant().plus(job.timeout()),
                ticker,
                (over, conclusion) -> {
                    over.span().event("handler ended");
                    attemptLog.close();
                    metrics.ran(job, ticker.since(begun));
                    settle(over, conclusion, queue);
                });
        held.add(execution);
        execution.start(
                AttemptWatch.over(execution, handler.get().heartbeatTimeout().orElse(null), timers, this::stop));
    }

    private void putOff(ClaimedJob job, ServedQueue queue, Duration wait) {
        held.reserve(job.key());
        recorder.record(job, new AttemptEnd.PutOff(job.key(), wait)).thenRun(() -> {
            held.remove(job.key());
            giveSlot(queue);
        });
    }

    private void settle(JobExecution execution, Conclusion conclusion, ServedQueue queue) {
        giveSlot(queue);
        ClaimedJob job = execution.job();
        JobSpan span = execution.span();
        CompletionStage<Void> settled =
                switch (conclusion) {
                    case Conclusion.Ended ended -> {
                        circuits.ended(job, ended.end());
                        yield recorder.record(job, ended.end()).thenAccept(end -> AttemptSpan.end(span, end));
                    }
                    case Conclusion.HandedBack handedBack ->
                        recorder.handBack(job).thenRun(() -> AttemptSpan.end(span, "released"));
                    case Conclusion.Void nothing -> {
                        AttemptSpan.end(span, "lost");
                        yield CompletableFuture.completedFuture(null);
                    }
                };
        settled.thenRun(() -> {
            held.remove(job.key());
            if (job.isSuspect()) {
                claimer.wake();
            } else {
                claimer.wakeForEnd();
            }
        });
    }

    private void giveSlot(ServedQueue queue) {
        queue.slots().give();
        queue.pace().ended();
        beginWaiting(queue);
        claimer.wakeForRoom(queue);
        resumeIfPossible(queue);
    }

    private void stop(JobExecution execution, StopCause cause) {
        if (!execution.isConcluded() && execution.stop(cause)) {
            LOG.infof("job %s, attempt %d, is stopped: %s", execution.jobId(), execution.attempt(), cause);
            var unused = timers.schedule(execution::giveUp, INTERRUPT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Every half second: fences this worker off when its lease has run out, and gives back what it cannot start. */
    private void keepWatch() {
        try {
            if (lease.wasGranted() && !lease.isHeld()) {
                held.underWay().forEach(execution -> stop(execution, StopCause.FENCED));
                queues.all().forEach(queue -> handBackUnbegun(queue.ahead().takeAll()));
            }
            queues.all().forEach(queue -> handBackUnbegun(queue.ahead().takeOverdue()));
            handBacks.forEach((queue, handBack) -> {
                if (handBack.runOnce() > 0) {
                    pauseIfStuck(queue);
                }
                resumeIfPossible(queue);
            });
        } catch (RuntimeException | Error bug) {
            LOG.error("a round of the watch failed unexpectedly, going on", bug);
        }
    }

    private boolean canClaim(ServedQueue queue) {
        return queue.slots().free() > 0 && lease.isHeld() && !claimer.isHeldUp();
    }

    private void pauseIfStuck(ServedQueue queue) {
        synchronized (consuming) {
            if (!paused.contains(queue) && !canClaim(queue)) {
                paused.add(queue);
                consumer.pause(queue.name());
            }
        }
    }

    /** Called with every free slot and every half second, so that a look which comes too early does no harm. */
    private void resumeIfPossible(ServedQueue queue) {
        if (!paused.contains(queue) || draining) {
            return;
        }
        synchronized (consuming) {
            if (paused.contains(queue) && canClaim(queue)) {
                paused.remove(queue);
                queue.buffer().awaitReturn(() -> consumer.isConsuming(queue.name()));
                consumer.resume(queue.name());
                wakeWhenReturned(queue);
            }
        }
    }

    private void wakeWhenReturned(ServedQueue queue) {
        var unused = timers.schedule(
                () -> {
                    claimer.wake();
                    if (queue.buffer().isAwaitingReturn()) {
                        wakeWhenReturned(queue);
                    }
                },
                PriorityBuffer.RETURN_PATIENCE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private boolean awaitNoneUnderWay(Duration patience) throws InterruptedException {
        return awaitTrue(
                () -> queues.all().stream().allMatch(queue -> queue.ahead().size() == 0)
                        && held.underWay().isEmpty(),
                patience);
    }

    private boolean awaitTrue(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long begun = ticker.nanos();
        while (!condition.getAsBoolean()) {
            if (ticker.since(begun).compareTo(patience) > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    private final class Tickets implements TicketHandler {
        @Override
        public void onTicket(Delivery delivery) {
            queues.named(delivery.lane().queue()).buffer().add(delivery);
            claimer.wake();
        }

        @Override
        public void onLost(Lane lane) {
            queues.named(lane.queue()).buffer().dropStale();
        }
    }

    /** What must be there before the worker begins. */
    @FunctionalInterface
    interface Awaited {
        void await() throws InterruptedException;
    }
}
