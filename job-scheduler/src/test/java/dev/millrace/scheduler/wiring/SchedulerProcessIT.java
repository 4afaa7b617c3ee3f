package dev.millrace.scheduler.wiring;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.job.NewJob;
import dev.millrace.core.job.Priority;
import dev.millrace.core.job.RetryPolicy;
import dev.millrace.core.store.JobStore;
import dev.millrace.scheduler.duty.Awaited;
import dev.millrace.scheduler.duty.Duty;
import dev.millrace.scheduler.testing.RealServicesResource;
import dev.millrace.scheduler.testing.Replica;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServicesResource.class)
class SchedulerProcessIT {
    @Inject
    JobStore store;

    @Inject
    Pool pool;

    @Inject
    @All
    List<Duty> duties;

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(get("/q/health/ready").statusCode()).isEqualTo(200));
    }

    @Test
    void every_duty_succeeds_soon_after_the_start_and_shows_it_in_the_metrics() {
        assertThat(duties.stream().map(Duty::name))
                .containsExactlyInAnyOrder(
                        "outbox-relay",
                        "promoter",
                        "rescuer",
                        "cron-firer",
                        "rollup-compactor",
                        "depth-meter",
                        "archive-partitions",
                        "worker-forgetter",
                        "fire-forgetter",
                        "bulk-sweeper",
                        "idempotency-forgetter",
                        "pending-announcer",
                        "reconciler",
                        "vital-signs-meter",
                        "queue-meter",
                        "archive-dropper",
                        "job-log-dropper",
                        "attempt-forgetter",
                        "dead-letter-discarder",
                        "audit-forgetter",
                        "api-key-forgetter",
                        "session-forgetter",
                        "outbox-forgetter",
                        "slot-forgetter",
                        "resealer");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            String metrics = get("/q/metrics").asString();
            for (Duty duty : duties) {
                assertThat(metrics)
                        .containsPattern(
                                "millrace_scheduler_rounds_seconds_count\\{duty=\"" + duty.name() + "\"\\} [1-9]")
                        .contains("millrace_scheduler_failures_total{duty=\"" + duty.name() + "\"} 0.0");
            }
        });
    }

    @Test
    void a_job_submitted_for_soon_is_ready_within_a_second_and_a_half_of_its_time() {
        var id = Replica.IDS.next();
        Awaited.of(store.accept(new NewJob(
                id,
                "noop",
                "default",
                Priority.HIGH,
                "{}",
                3,
                RetryPolicy.DEFAULT,
                Duration.ofMinutes(1),
                null,
                Duration.ofSeconds(1),
                1,
                null,
                List.of(),
                null,
                null,
                null)));

        await().atMost(Duration.ofMillis(2_500))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> "pending"
                        .equals(pool.query("SELECT status FROM millrace.job WHERE id = '" + id + "'")
                                .executeAndAwait()
                                .iterator()
                                .next()
                                .getString("status")));
    }
}
