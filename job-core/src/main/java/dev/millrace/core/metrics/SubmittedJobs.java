package dev.millrace.core.metrics;

import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts jobs that were accepted, whoever asked for them: a client, or a schedule. */
public final class SubmittedJobs {
    private final MeterRegistry registry;
    private final LabelledMeters<Counter[]> counters;

    public SubmittedJobs(MeterRegistry registry) {
        this.registry = registry;
        counters = new LabelledMeters<>(this::register);
    }

    public void count(NewJob job) {
        counters.of(job.queue(), job.type())[job.priority().ordinal()].increment();
    }

    private Counter[] register(String queue, String jobType) {
        Priority[] priorities = Priority.values();
        Counter[] made = new Counter[priorities.length];
        for (Priority priority : priorities) {
            made[priority.ordinal()] = Counter.builder("millrace.jobs.submitted")
                    .description("Jobs accepted")
                    .tag("queue", queue)
                    .tag("job_type", jobType)
                    .tag("priority", priority.wireName())
                    .register(registry);
        }
        return made;
    }
}
