package dev.millrace.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.job.RetryPolicy;
import dev.millrace.core.store.AttemptEnd;
import dev.millrace.core.store.EndResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WorkerMetrics metrics = new WorkerMetrics(registry);

    @Test
    void anEndIsCountedByQueueTypeAndOutcome() {
        ClaimedJob job = job("noop");
        metrics.ended(job, new AttemptEnd.Completed(job.key(), null), EndResult.RECORDED);
        metrics.ended(job, new AttemptEnd.Discarded(job.key(), null), EndResult.RECORDED_AS_CANCELED);

        assertThat(completed("completed")).isEqualTo(1);
        assertThat(completed("canceled")).isEqualTo(1);
        assertThat(completed("discarded")).isZero();
    }

    @Test
    void anEndThatWasFencedOffIsCountedAsNothingElse() {
        ClaimedJob job = job("noop");
        metrics.expect("default", "noop");

        metrics.ended(job, new AttemptEnd.Completed(job.key(), null), EndResult.LEASE_LOST);

        assertThat(registry.get("millrace.fenced").counter().count()).isEqualTo(1);
        assertThat(completed("completed")).isZero();
    }

    @Test
    void whatIsExpectedShowsAtZeroBeforeTheFirstJob() {
        metrics.expect("default", "noop");

        assertThat(registry.get("millrace.jobs.dead")
                        .tags("queue", "default", "job_type", "noop")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void aWaitIsFromWhenAJobIsDueToItsClaim() {
        metrics.claimed(job("noop"));

        assertThat(registry.get("millrace.job.wait")
                        .tags("queue", "default", "priority", "medium")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(1_500);
    }

    @Test
    void anyNumberOfTypesMakesABoundedNumberOfSeries() {
        for (int i = 0; i < 2_000; i++) {
            metrics.ran(job("type-" + i), Duration.ofMillis(1));
        }

        assertThat(registry.find("millrace.job.run").timers()).hasSize(501);
        assertThat(registry.get("millrace.job.run")
                        .tag("job_type", "other")
                        .timer()
                        .count())
                .isEqualTo(1_500);
    }

    @Test
    void noLabelNamesAJob() {
        metrics.claimed(job("noop"));
        metrics.ran(job("noop"), Duration.ofMillis(1));

        assertThat(registry.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .noneMatch(tag -> tag.getValue().contains(job("noop").id().toString()));
    }

    private double completed(String outcome) {
        return registry.get("millrace.jobs.completed")
                .tags("queue", "default", "job_type", "noop", "outcome", outcome)
                .counter()
                .count();
    }

    private static ClaimedJob job(String type) {
        return new ClaimedJob(
                new UUID(0, 1),
                type,
                "default",
                Priority.MEDIUM,
                "{}",
                1,
                0,
                0,
                3,
                RetryPolicy.DEFAULT,
                Duration.ofMinutes(1),
                Instant.EPOCH,
                Instant.EPOCH.plusMillis(1_500),
                null);
    }
}
