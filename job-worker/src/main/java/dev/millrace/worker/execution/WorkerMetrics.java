package dev.millrace.worker.execution;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.metrics.LabelledMeters;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.EndResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/** What a worker counts and times; never a label per job, and nothing is looked up in the registry for a job. */
final class WorkerMetrics {
    /** From what nobody notices to what somebody should look at. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofHours(2)
    };

    private final MeterRegistry registry;
    private final LabelledMeters<Timer> waits;
    private final LabelledMeters<TypeMeters> types;
    private final Counter fenced;
    private final Counter stale;
    private final Counter logLines;
    private final Map<LostLines, Counter> lost = new EnumMap<>(LostLines.class);

    WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        waits = new LabelledMeters<>((queue, priority) -> Timer.builder("millrace.job.wait")
                .description("From when a job is due to when a worker claims it")
                .serviceLevelObjectives(BOUNDS)
                .tag("queue", queue)
                .tag("priority", priority)
                .register(registry));
        types = new LabelledMeters<>((queue, jobType) -> new TypeMeters(registry, queue, jobType));
        fenced = Counter.builder("millrace.fenced")
                .description("Ends of attempts that did not count, because the attempt had been taken away")
                .register(registry);
        stale = Counter.builder("millrace.jobs.stale")
                .description(
                        "Ids in tickets whose jobs could not be claimed: they had run, or run already, or were canceled")
                .register(registry);
        logLines = Counter.builder("millrace.job.log.lines")
                .description("Lines of jobs' logs that were written")
                .register(registry);
        for (LostLines reason : LostLines.values()) {
            lost.put(
                    reason,
                    Counter.builder("millrace.job.log.lost")
                            .description("Lines of jobs' logs that nobody will see, by why")
                            .tag("reason", reason.label())
                            .register(registry));
        }
    }

    void watch(ServedQueue queue) {
        Tags labels = Tags.of("queue", queue.name());
        slots(queue.slots(), Slots::busy, labels.and("state", "busy"));
        slots(queue.slots(), Slots::free, labels.and("state", "free"));
        Gauge.builder("millrace.worker.buffered", queue.buffer(), PriorityBuffer::waiting)
                .description("Jobs in the tickets that this worker holds and has not claimed yet")
                .tags(labels)
                .register(registry);
        for (Priority priority : Priority.values()) {
            waits.of(queue.name(), priority.wireName());
        }
    }

    void watch(LogBuffer buffer) {
        Gauge.builder("millrace.job.log.waiting", buffer, LogBuffer::size)
                .description("Lines of jobs' logs that wait to be written")
                .register(registry);
    }

    void watch(BooleanSupplier ready) {
        Gauge.builder("millrace.worker.ready", ready, it -> it.getAsBoolean() ? 1 : 0)
                .strongReference(true)
                .description(
                        "1 while this worker takes jobs: registered, its lease held, connected to RabbitMQ, not draining")
                .register(registry);
    }

    /** Shows at zero what such jobs will be counted by: the first that dies is a rise then, not a beginning. */
    void expect(String queue, String jobType) {
        types.of(queue, jobType);
    }

    /** Lines that are written. */
    void logged(int lines) {
        logLines.increment(lines);
    }

    /** Lines that nobody will see, and why. */
    void logLinesLost(LostLines reason, int lines) {
        lost.get(reason).increment(lines);
    }

    void claimed(ClaimedJob job) {
        waits.of(job.queue(), job.priority().wireName())
                .record(ChronoUnit.MICROS.between(job.runAt(), job.startedAt()), TimeUnit.MICROSECONDS);
    }

    void stale(int jobs) {
        stale.increment(jobs);
    }

    void ran(ClaimedJob job, Duration run) {
        types.of(job.queue(), job.type()).run.record(run);
    }

    void ended(ClaimedJob job, AttemptEnd end, EndResult result) {
        if (result == EndResult.LEASE_LOST) {
            fenced.increment();
            return;
        }
        TypeMeters meters = types.of(job.queue(), job.type());
        if (result == EndResult.RECORDED_AS_CANCELED) {
            meters.canceled.increment();
            return;
        }
        switch (end) {
            case AttemptEnd.RetryLater retry -> meters.retried.increment();
            case AttemptEnd.Buried buried -> meters.dead.increment();
            case AttemptEnd.Snoozed snoozed -> meters.snoozed.increment();
            case AttemptEnd.PutOff putOff -> meters.putOff.increment();
            case AttemptEnd.Completed completed -> meters.completed.increment();
            case AttemptEnd.Canceled canceled -> meters.canceled.increment();
            case AttemptEnd.Discarded discarded -> meters.discarded.increment();
        }
    }

    private void slots(Slots slots, ToDoubleFunction<Slots> many, Tags labels) {
        Gauge.builder("millrace.worker.slots", slots, many)
                .description("Slots of this worker by queue: how many of its jobs run, and how many more could")
                .tags(labels)
                .register(registry);
    }

    /** What jobs of one queue and type are counted and timed by. */
    private static final class TypeMeters {
        private final Timer run;
        private final Counter completed;
        private final Counter canceled;
        private final Counter discarded;
        private final Counter retried;
        private final Counter dead;
        private final Counter snoozed;
        private final Counter putOff;

        TypeMeters(MeterRegistry registry, String queue, String jobType) {
            Tags labels = Tags.of("queue", queue, "job_type", jobType);
            run = Timer.builder("millrace.job.run")
                    .description("How long attempts ran, whatever their end")
                    .serviceLevelObjectives(BOUNDS)
                    .tags(labels)
                    .register(registry);
            completed = ended(registry, labels, "completed");
            canceled = ended(registry, labels, "canceled");
            discarded = ended(registry, labels, "discarded");
            retried = counter(
                    registry,
                    labels,
                    "millrace.jobs.retried",
                    "Attempts that failed and whose jobs will be tried again");
            dead = counter(registry, labels, "millrace.jobs.dead", "Jobs that became dead letters");
            snoozed = counter(
                    registry,
                    labels,
                    "millrace.jobs.snoozed",
                    "Attempts whose handlers asked to be called again later");
            putOff = counter(
                    registry,
                    labels,
                    "millrace.jobs.put.off",
                    "Jobs put off without running: their type only fails here, or nobody here runs it");
        }

        private static Counter ended(MeterRegistry registry, Tags labels, String outcome) {
            return counter(
                    registry,
                    labels.and("outcome", outcome),
                    "millrace.jobs.completed",
                    "Jobs that a worker ended for good, by how");
        }

        private static Counter counter(MeterRegistry registry, Tags labels, String name, String description) {
            return Counter.builder(name).description(description).tags(labels).register(registry);
        }
    }
}
