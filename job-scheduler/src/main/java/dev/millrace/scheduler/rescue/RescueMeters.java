package dev.millrace.scheduler.rescue;

import dev.millrace.core.metrics.LabelledMeters;
import dev.millrace.core.store.StrandedJob;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what was taken from lost workers. Zero from the start, so that the first rescue shows as a rise. */
final class RescueMeters {
    private final Counter released;
    private final Counter buried;
    private final Counter canceled;
    private final LabelledMeters<Counter> dead;

    RescueMeters(MeterRegistry registry) {
        released = rescued(registry, "released");
        buried = rescued(registry, "dead");
        canceled = rescued(registry, "canceled");
        dead = new LabelledMeters<>((queue, jobType) -> Counter.builder("millrace.jobs.dead")
                .description("Jobs that became dead letters")
                .tag("queue", queue)
                .tag("job_type", jobType)
                .register(registry));
    }

    void count(Rescued rescued) {
        released.increment(rescued.released());
        buried.increment(rescued.buried());
        canceled.increment(rescued.canceled());
    }

    void buried(StrandedJob job) {
        dead.of(job.queue(), job.type()).increment();
    }

    private static Counter rescued(MeterRegistry registry, String outcome) {
        return Counter.builder("millrace.jobs.rescued")
                .description("Jobs taken from workers that were lost, by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }
}
