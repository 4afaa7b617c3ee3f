package dev.millrace.scheduler.vitals;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import dev.millrace.core.metrics.LabelledMeters;
import dev.millrace.core.statistics.LaneDepth;
import dev.millrace.core.statistics.QueueWorkers;
import dev.millrace.core.statistics.Statistics;
import dev.millrace.core.statistics.WorkerSlots;
import dev.millrace.core.store.Queues;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.duty.Work;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows as metrics how many jobs stand in which queue, for how long the oldest has been ready, and who is there to run them. Reads
 * what the depth meter has measured, and the workers' heartbeats, never the jobs. Every replica shows the same: who adds
 * up replicas counts each job as often as there are schedulers.
 */
public final class QueueMeter implements Duty {
    /** As many queues are shown by name; all others together. */
    static final int MOST_QUEUES = 500;

    private final Statistics statistics;
    private final Queues queues;
    private final Duration interval;
    private final GaugeFamily jobs;
    private final GaugeFamily active;
    private final GaugeFamily oldestPending;
    private final GaugeFamily paused;
    private final GaugeFamily queueWorkers;
    private final GaugeFamily queueSlots;
    private final GaugeFamily workers;

    public QueueMeter(Statistics statistics, Queues queues, Duration interval, MeterRegistry meters) {
        this.statistics = statistics;
        this.queues = queues;
        this.interval = interval;
        jobs = new GaugeFamily(
                meters, "millrace.queue.jobs", null, "Live jobs of a queue by priority and status, as last measured");
        active = new GaugeFamily(
                meters,
                "millrace.queue.active.jobs",
                null,
                "Jobs of a queue that workers could run or do run; to scale workers by");
        oldestPending = new GaugeFamily(
                meters,
                "millrace.queue.oldest.pending.age",
                "seconds",
                "How long the oldest pending job of a lane has been ready");
        paused = new GaugeFamily(meters, "millrace.queue.paused", null, "1 while a queue is paused, else 0");
        queueWorkers = new GaugeFamily(
                meters, "millrace.queue.workers", null, "Workers that serve a queue and whose lease has not run out");
        queueSlots = new GaugeFamily(
                meters,
                "millrace.queue.slots",
                null,
                "Slots of the workers that serve a queue, shared with their others");
        workers =
                new GaugeFamily(meters, "millrace.workers", null, "Workers that did not end in order, by how they are");
    }

    @Override
    public String name() {
        return "queue-meter";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Measured runOnce() {
        List<Queues.QueueState> known = Awaited.of(queues.list());
        List<LaneDepth> depth = Awaited.of(statistics.depth());
        Map<String, QueueWorkers> serving = Awaited.of(statistics.queueWorkers());
        Set<String> named = new HashSet<>();
        known.stream().map(Queues.QueueState::name).limit(MOST_QUEUES).forEach(named::add);
        showJobs(named, heldBack(known), depth);
        showQueues(named, known, serving);
        showWorkers(Awaited.of(statistics.workers()));
        return new Measured(named.size());
    }

    private static Set<String> heldBack(List<Queues.QueueState> known) {
        return known.stream()
                .filter(queue -> queue.pausedAt() != null)
                .map(Queues.QueueState::name)
                .collect(Collectors.toSet());
    }

    private void showJobs(Set<String> named, Set<String> heldBack, List<LaneDepth> depth) {
        Map<Tags, Double> counts = new HashMap<>();
        Map<Tags, Double> ready = new HashMap<>();
        Map<Tags, Double> ages = new HashMap<>();
        for (String queue : named) {
            ready.put(Tags.of("queue", queue), 0.0);
            for (Priority priority : Priority.values()) {
                for (JobStatus status : JobStatus.values()) {
                    if (!status.isFinal()) {
                        counts.put(labels(queue, priority).and("status", status.wireName()), 0.0);
                    }
                }
            }
        }
        for (LaneDepth lane : depth) {
            String queue = shown(named, lane.queue());
            double many = lane.jobs();
            counts.merge(
                    labels(queue, lane.priority()).and("status", lane.status().wireName()), many, Double::sum);
            // No worker could begin what a paused queue holds back, however many there were.
            boolean isReady = lane.status() == JobStatus.PENDING && !heldBack.contains(lane.queue());
            if (isReady || lane.status() == JobStatus.RUNNING) {
                ready.merge(Tags.of("queue", queue), many, Double::sum);
            }
            if (lane.status() == JobStatus.PENDING) {
                ages.merge(labels(queue, lane.priority()), lane.oldestAgeSeconds(), Math::max);
            }
        }
        jobs.show(counts);
        active.show(ready);
        oldestPending.show(ages);
    }

    private void showQueues(Set<String> named, List<Queues.QueueState> known, Map<String, QueueWorkers> serving) {
        Map<Tags, Double> holding = new HashMap<>();
        Map<Tags, Double> many = new HashMap<>();
        Map<Tags, Double> slots = new HashMap<>();
        for (Queues.QueueState queue : known) {
            Tags labels = Tags.of("queue", shown(named, queue.name()));
            QueueWorkers its = serving.getOrDefault(queue.name(), QueueWorkers.NONE);
            holding.merge(labels, queue.pausedAt() == null ? 0.0 : 1.0, Math::max);
            many.merge(labels, (double) its.workers(), Math::max);
            slots.merge(labels, (double) its.slots(), Math::max);
        }
        paused.show(holding);
        queueWorkers.show(many);
        queueSlots.show(slots);
    }

    private void showWorkers(WorkerSlots present) {
        workers.show(Map.of(
                Tags.of("state", "healthy"), (double) (present.workers() - present.late()),
                Tags.of("state", "late"), (double) present.late(),
                Tags.of("state", "lost"), (double) present.lost()));
    }

    private static String shown(Set<String> named, String queue) {
        return named.contains(queue) || named.size() < MOST_QUEUES ? queue : LabelledMeters.OTHER;
    }

    private static Tags labels(String queue, Priority priority) {
        return Tags.of("queue", queue, "priority", priority.wireName());
    }

    /** @param queues how many are shown by name */
    public record Measured(int queues) implements Work {
        @Override
        public int items() {
            return queues;
        }
    }
}
