package dev.millrace.worker.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.Priority;
import dev.millrace.core.job.RetryPolicy;
import dev.millrace.core.store.AttemptEnd;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CircuitsTest {
    private static final JobError ERROR = new JobError("Away", "nobody there", null);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Circuits circuits =
            new Circuits(new Settings(3, Duration.ofSeconds(5), Duration.ofMinutes(5)), meters, () -> 0.5, () -> 0L);
    private long jobs;

    @Test
    void jobsThatFailSlowTheirTypeAndNoOther() {
        for (int i = 0; i < 3; i++) {
            ClaimedJob job = job("charge", 0, 3);
            circuits.ended(
                    job,
                    new AttemptEnd.RetryLater(
                            job.key(), AttemptOutcome.FAILED, ERROR, Duration.ofSeconds(2), Duration.ZERO));
        }

        assertThat(circuits.admit(job("charge", 0, 3))).contains(Duration.ofMillis(5_500));
        assertThat(circuits.admit(job("greet", 0, 3))).isEmpty();
        assertThat(meters.get("millrace.worker.type.slowed")
                        .tag("job_type", "charge")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void jobsThatDieOfTheirLastFailureCountAsFailures() {
        for (int i = 0; i < 3; i++) {
            bury(job("charge", 3, 3));
        }

        assertThat(circuits.admit(job("charge", 0, 3))).isPresent();
    }

    @Test
    void jobsThatAreGivenUpAtOnceSlowNobodyElses() {
        for (int i = 0; i < 30; i++) {
            bury(job("charge", 0, 3));
        }

        assertThat(circuits.admit(job("charge", 0, 3))).isEmpty();
    }

    private void bury(ClaimedJob job) {
        circuits.ended(job, new AttemptEnd.Buried(job.key(), AttemptOutcome.FAILED, ERROR));
    }

    private ClaimedJob job(String type, int failures, int maxRetries) {
        return new ClaimedJob(
                new UUID(0, ++jobs),
                type,
                "default",
                Priority.MEDIUM,
                "{}",
                failures + 1,
                failures,
                0,
                maxRetries,
                RetryPolicy.DEFAULT,
                Duration.ofMinutes(1),
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    private record Settings(int failures, Duration firstWait, Duration longestWait) implements CircuitSettings {}
}
