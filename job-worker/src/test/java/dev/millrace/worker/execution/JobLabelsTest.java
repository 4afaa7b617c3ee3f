package dev.millrace.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.job.ClaimedJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.job.RetryPolicy;
import dev.millrace.worker.handler.HandlerRegistry;
import dev.millrace.worker.handler.JobOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobLabelsTest {
    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @AfterEach
    void forget() {
        MDC.clear();
    }

    @Test
    void whatAHandlerLogsCarriesItsJobItsAttemptAndItsTrace() throws InterruptedException {
        assertThat(labelsWithin(job(TRACEPARENT)))
                .containsEntry("job_id", "00000000-0000-0000-0000-000000000001")
                .containsEntry("attempt", "2")
                .containsEntry("job_type", "work")
                .containsEntry("queue", "default")
                .containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")
                .containsEntry("span_id", "00f067aa0ba902b7");
    }

    @Test
    void nothingOfTheJobWhoseThreadBeginsAnotherIsSaidOfThat() throws InterruptedException {
        JobLabels.put(job(TRACEPARENT), TRACEPARENT);

        assertThat(labelsWithin(job(null))).doesNotContainKeys("trace_id", "span_id");
    }

    @Test
    void aThreadThatServesOthersKeepsNoLabels() {
        CompletableFuture<Map<String, String>> within = new CompletableFuture<>();
        JobLabels.around(job(TRACEPARENT), () -> within.complete(labels()));

        assertThat(within.join()).containsEntry("attempt", "2").containsKey("trace_id");
        assertThat(labels()).isEmpty();
    }

    private static Map<String, String> labelsWithin(ClaimedJob job) throws InterruptedException {
        Map<String, String> within = new HashMap<>();
        ScriptedHandler handler = new ScriptedHandler("work", (payload, context) -> {
            within.putAll(labels());
            return JobOutcome.succeed("done");
        });
        new SingleAttempt(
                        job,
                        new HandlerRegistry(List.of(handler)).find("work").orElseThrow(),
                        null,
                        () -> 0.5,
                        Clock.systemUTC())
                .run();
        return within;
    }

    private static Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        MDC.getMap().forEach((name, value) -> labels.put(name, value.toString()));
        return labels;
    }

    private static ClaimedJob job(String traceparent) {
        return new ClaimedJob(
                new UUID(0, 1),
                "work",
                "default",
                Priority.MEDIUM,
                "{\"text\": \"a\"}",
                2,
                1,
                0,
                3,
                RetryPolicy.DEFAULT,
                Duration.ofMinutes(1),
                Instant.EPOCH,
                Instant.EPOCH,
                traceparent);
    }
}
