package dev.millrace.api.stats;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.core.store.DepthSnapshot;
import dev.millrace.core.store.RollupDeltas;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatsIT extends ApiCase {
    @Test
    void theStatisticsHaveTheContractsFields() {
        JsonNode stats = get("/api/v1/stats").expect(200);

        assertThat(Answer.names(stats))
                .containsExactly(
                        "measured_at",
                        "jobs",
                        "queues",
                        "dead_letters",
                        "workers",
                        "last_minute",
                        "wait_seconds",
                        "run_seconds",
                        "failing_types",
                        "outbox",
                        "postgresql",
                        "rabbitmq");
        assertThat(Answer.names(stats.path("jobs")))
                .containsExactly(
                        "scheduled", "pending", "running", "retrying", "dead", "completed", "canceled", "discarded");
        assertThat(Answer.names(stats.path("workers")))
                .containsExactly("active", "late", "lost", "busy_slots", "total_slots");
        assertThat(Answer.names(stats.path("run_seconds"))).containsExactly("p50", "p95", "p99");
    }

    @Test
    void whatHappensIsCountedBeforeAndAfterItIsFolded() {
        JsonNode before = get("/api/v1/stats").expect(200);
        complete(submitId(""), "{}");
        bury(submitId(""));

        JsonNode unfolded = get("/api/v1/stats").expect(200);
        await(new RollupDeltas(store.database()).fold(1_000_000));
        JsonNode folded = get("/api/v1/stats").expect(200);

        assertThat(unfolded.path("jobs").path("completed").asLong())
                .isEqualTo(before.path("jobs").path("completed").asLong() + 1);
        assertThat(folded.path("jobs").path("completed").asLong())
                .isEqualTo(unfolded.path("jobs").path("completed").asLong());
        assertThat(folded.path("last_minute").path("submitted").asLong()).isPositive();
        assertThat(folded.path("last_minute").path("submitted_per_second").asDouble())
                .isPositive();
        assertThat(folded.path("last_minute").path("error_ratio").asDouble()).isPositive();
        assertThat(folded.path("run_seconds").path("p99").asDouble()).isPositive();
        assertThat(folded.path("failing_types")).anySatisfy(type -> {
            assertThat(type.path("job_type").asText()).isEqualTo("any");
            assertThat(type.path("failed").asLong()).isPositive();
            assertThat(type.path("error_ratio").asDouble()).isPositive();
        });
        assertThat(folded.path("rabbitmq").path("available").isBoolean()).isTrue();
        assertThat(folded.path("postgresql").path("answer_seconds").asDouble()).isPositive();
        assertThat(folded.path("outbox").path("capped").asBoolean()).isFalse();
    }

    @Test
    void depthIsShownAsMeasured() {
        submitId(",\"queue\":\"mail\",\"priority\":\"low\"");
        await(new DepthSnapshot(store.database()).measure(Duration.ZERO));

        JsonNode stats = get("/api/v1/stats").expect(200);
        JsonNode queue = get("/api/v1/queues/mail").expect(200);

        assertThat(stats.path("measured_at").isNull()).isFalse();
        assertThat(stats.path("jobs").path("pending").asLong()).isPositive();
        assertThat(stats.path("queues")).anySatisfy(lane -> {
            assertThat(lane.path("queue").asText()).isEqualTo("mail");
            assertThat(lane.path("priority").asText()).isEqualTo("low");
            assertThat(lane.path("pending").asLong()).isPositive();
        });
        assertThat(Answer.names(queue))
                .containsExactly(
                        "name",
                        "created_at",
                        "paused",
                        "paused_at",
                        "paused_by",
                        "paused_reason",
                        "depth",
                        "oldest_pending_age_seconds",
                        "measured_at",
                        "active_workers",
                        "total_slots",
                        "last_minute");
        assertThat(queue.path("depth").path("low").path("pending").asLong()).isPositive();
        assertThat(queue.path("oldest_pending_age_seconds").asDouble()).isNotNegative();
        assertThat(get("/api/v1/queues").expect(200).path("items")).hasSizeGreaterThanOrEqualTo(2);
        get("/api/v1/queues/elsewhere").expectProblem(404, "not_found");
    }

    @Test
    void workersAreListed() {
        await(store.workers().heartbeat(WORKER, 3, false, List.of(), List.of()));

        JsonNode worker = get("/api/v1/workers").expect(200).path("items").get(0);

        assertThat(Answer.names(worker))
                .containsExactly(
                        "id",
                        "host",
                        "process_id",
                        "version",
                        "queues",
                        "job_types",
                        "started_at",
                        "last_heartbeat_at",
                        "state",
                        "slots",
                        "busy_slots",
                        "current_jobs");
        assertThat(UUID.fromString(worker.path("id").asText())).isEqualTo(WORKER);
        assertThat(worker.path("state").asText()).isEqualTo("healthy");
        assertThat(get("/api/v1/stats")
                        .expect(200)
                        .path("workers")
                        .path("busy_slots")
                        .asLong())
                .isEqualTo(3);
    }

    @Test
    void jobTypesAreListedWithTheirSchemas() {
        JsonNode greet = get("/api/v1/job-types/greet").expect(200);

        assertThat(Answer.names(greet))
                .containsExactly("name", "description", "schema", "example", "defaults", "active_workers", "queues");
        assertThat(greet.path("active_workers").asInt()).isEqualTo(1);
        assertThat(greet.path("queues").toString()).isEqualTo("[\"default\",\"mail\"]");
        assertThat(greet.path("schema").path("required").toString()).isEqualTo("[\"to\"]");
        assertThat(greet.path("defaults").toString())
                .isEqualTo(
                        "{\"max_retries\":7,\"retry\":{\"base_seconds\":4,\"max_seconds\":40},\"timeout_seconds\":300,\"queue\":\"default\"}");
        assertThat(get("/api/v1/job-types").expect(200).path("items"))
                .extracting(type -> type.path("name").asText())
                .contains("any", "greet");
        get("/api/v1/job-types/unheard").expectProblem(404, "not_found");
    }
}
