package dev.millrace.worker.execution;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.EndResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/** What a worker counts and times; never a label per job. */
final class WorkerMetrics {
    private final MeterRegistry registry;

    WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void watch(ServedQueue queue) {
        Tags labels = Tags.of("queue", queue.name());
        registry.gauge("millrace.worker.slots", labels.and("state", "busy"), queue.slots(), Slots::busy);
        registry.gauge("millrace.worker.slots", labels.and("state", "free"), queue.slots(), Slots::free);
        registry.gauge("millrace.worker.buffered", labels, queue.buffer(), PriorityBuffer::waiting);
    }

    void watch(LogBuffer buffer) {
        registry.gauge("millrace.job.log.waiting", buffer, LogBuffer::size);
    }

    /** Lines that are written. */
    void logged(int lines) {
        registry.counter("millrace.job.log.lines").increment(lines);
    }

    /** Lines that nobody will see, and why. */
    void logLinesLost(String reason, int lines) {
        registry.counter("millrace.job.log.lost", Tags.of("reason", reason)).increment(lines);
    }

    void claimed(ClaimedJob job) {
        registry.timer("millrace.job.wait", labels(job)).record(Duration.between(job.runAt(), job.startedAt()));
    }

    void stale(int jobs) {
        registry.counter("millrace.jobs.stale").increment(jobs);
    }

    void ran(ClaimedJob job, Duration run) {
        registry.timer("millrace.job.run", labels(job)).record(run);
    }

    void ended(ClaimedJob job, AttemptEnd end, EndResult result) {
        if (result == EndResult.LEASE_LOST) {
            registry.counter("millrace.fenced").increment();
            return;
        }
        if (result == EndResult.RECORDED_AS_CANCELED) {
            completed(job, "canceled");
            return;
        }
        switch (end) {
            case AttemptEnd.RetryLater retry ->
                registry.counter("millrace.jobs.retried", labels(job)).increment();
            case AttemptEnd.Buried buried ->
                registry.counter("millrace.jobs.dead", labels(job)).increment();
            case AttemptEnd.Snoozed snoozed ->
                registry.counter("millrace.jobs.snoozed", labels(job)).increment();
            case AttemptEnd.PutOff putOff ->
                registry.counter("millrace.jobs.put.off", labels(job)).increment();
            case AttemptEnd.Completed completed -> completed(job, "completed");
            case AttemptEnd.Canceled canceled -> completed(job, "canceled");
            case AttemptEnd.Discarded discarded -> completed(job, "discarded");
        }
    }

    private void completed(ClaimedJob job, String outcome) {
        registry.counter("millrace.jobs.completed", labels(job).and("outcome", outcome))
                .increment();
    }

    private static Tags labels(ClaimedJob job) {
        return Tags.of("queue", job.queue(), "job_type", job.type());
    }
}
