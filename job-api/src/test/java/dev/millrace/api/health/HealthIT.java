package dev.millrace.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HealthIT extends ApiCase {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @AfterEach
    void heal() {
        toDatabase.heal();
        toBroker.heal();
        Awaitility.await().atMost(PATIENCE).until(() -> get("/q/health/ready").status() == 200);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> rabbitmqIsAvailable(get("/q/health/ready").json()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/health", "/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/health/ready"
            })
    void aHealthyServiceSaysSo(String path) {
        assertThat(get(path).expect(200).path("status").asText()).isEqualTo("UP");
    }

    @Test
    void withoutPostgresqlRequestsAreToldToComeBackAndNothingIsLost() {
        UUID before = submitId("");
        toDatabase.refuse(true);
        toDatabase.cut();

        assertUnavailable(post("/api/v1/jobs", "{\"job_type\":\"any\"}"));
        assertUnavailable(post("/api/v1/jobs/bulk", "{\"jobs\":[{\"job_type\":\"any\"}]}"));
        assertUnavailable(get("/api/v1/jobs/" + before));
        assertUnavailable(get("/api/v1/jobs"));
        assertUnavailable(get("/api/v1/dead-letters"));
        assertUnavailable(get("/api/v1/stats"));
        assertUnavailable(get("/api/v1/queues"));
        assertUnavailable(get("/api/v1/workers"));
        assertUnavailable(post("/api/v1/jobs/" + before + "/cancel", ""));
        assertUnavailable(post("/submit-job", "{\"job_type\":\"any\"}"));
        assertUnavailable(post("/api/v1/jobs", "{\"job_type\":\"unheard\"}"));
        assertUnavailable(get("/api/v1/job-types"));
        assertThat(get("/q/health/ready").status()).isEqualTo(503);
        assertThat(get("/q/health/live").status()).isEqualTo(200);

        toDatabase.heal();
        Awaitility.await().atMost(PATIENCE).until(() -> get("/q/health/ready").status() == 200);
        get("/api/v1/jobs/" + before).expect(200);
        submitId("");
    }

    @Test
    void aNetworkThatSwallowsEverythingIsNotWaitedForForever() {
        toDatabase.blackhole(true);

        assertThat(get("/q/health/ready").status()).isEqualTo(503);
        assertUnavailable(post("/api/v1/jobs", "{\"job_type\":\"any\"}"));
    }

    @Test
    void withoutRabbitmqJobsAreAcceptedAndTheServiceIsReady() {
        toBroker.refuse(true);
        toBroker.cut();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !rabbitmqIsAvailable(get("/q/health/ready").json()));

        UUID id = submitId("");

        assertThat(get("/q/health/ready").status()).isEqualTo(200);
        assertThat(store.count("SELECT count(*) FROM millrace.outbox WHERE ? = ANY (job_ids)", id))
                .isEqualTo(1);
        get("/api/v1/jobs/" + id).expect(200);
    }

    private static void assertUnavailable(Answer answer) {
        answer.expectProblem(503, "unavailable");
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }

    private static boolean rabbitmqIsAvailable(JsonNode health) {
        for (JsonNode check : health.path("checks")) {
            if (check.path("name").asText().equals("rabbitmq")) {
                return check.path("data").path("available").asBoolean();
            }
        }
        throw new AssertionError("no check of RabbitMQ in " + health);
    }
}
