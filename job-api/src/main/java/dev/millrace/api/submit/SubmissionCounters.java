package dev.millrace.api.submit;

import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts accepted jobs for the metrics. Queues and types are known ones, so that there are not too many series. */
@Singleton
public class SubmissionCounters {
    private final MeterRegistry registry;
    private final Map<Series, Counter> counters = new ConcurrentHashMap<>();

    public SubmissionCounters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(NewJob job) {
        counters.computeIfAbsent(new Series(job.queue(), job.priority(), job.type()), this::register)
                .increment();
    }

    private Counter register(Series series) {
        return Counter.builder("millrace.jobs.submitted")
                .description("Jobs accepted")
                .tag("queue", series.queue)
                .tag("priority", series.priority.wireName())
                .tag("job_type", series.jobType)
                .register(registry);
    }

    private record Series(String queue, Priority priority, String jobType) {}
}
