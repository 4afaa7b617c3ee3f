package dev.millrace.api.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LegacyIT extends ApiCase {
    @Test
    void aJobOfAnOlderClientMakesThreeAttempts() {
        JsonNode accepted = post("/submit-job", "{\"job_type\":\"any\",\"priority\":\"high\",\"payload\":{\"a\":1}}")
                .expect(201);
        String id = accepted.path("job_id").asText();

        JsonNode job = get("/jobs/status/" + id).expect(200);

        assertThat(Answer.names(accepted)).containsExactly("job_id", "status");
        assertThat(accepted.path("status").asText()).isEqualTo("queued");
        assertThat(Answer.names(job))
                .containsExactly(
                        "job_id",
                        "job_type",
                        "priority",
                        "payload",
                        "status",
                        "created_at",
                        "picked_at",
                        "completed_at",
                        "failed_at",
                        "available_after",
                        "attempts",
                        "max_attempts",
                        "retry_count",
                        "last_error");
        assertThat(job.path("max_attempts").asInt()).isEqualTo(3);
        assertThat(job.path("priority").asText()).isEqualTo("high");
        assertThat(job.path("payload").toString()).isEqualTo("{\"a\":1}");
        assertThat(get("/api/v1/jobs/" + id).expect(200).path("max_retries").asInt())
                .isEqualTo(2);
    }

    @Test
    void anOlderClientSeesTheEnd() {
        UUID completed = submitId("");
        UUID dead = submitId("");
        complete(completed, "{}");
        bury(dead);

        JsonNode success = get("/jobs/status/" + completed).expect(200);
        JsonNode failure = get("/jobs/status/" + dead).expect(200);

        assertThat(success.path("status").asText()).isEqualTo("completed");
        assertThat(success.path("completed_at").asText()).endsWith("Z");
        assertThat(success.path("failed_at").isNull()).isTrue();
        assertThat(failure.path("status").asText()).isEqualTo("failed");
        assertThat(failure.path("failed_at").asText()).endsWith("Z");
        assertThat(failure.path("last_error").asText()).isEqualTo("it broke");
    }

    @Test
    void anOlderClientIsToldWhatIsWrong() {
        Answer answer = post("/submit-job", "{\"job_type\":\"greet\",\"priority\":\"medium\",\"payload\":{\"to\":1}}");
        answer.expectProblem(422, "invalid_request");
        assertThat(answer.pointers()).containsExactly("/priority");

        Answer payload = post("/submit-job", "{\"job_type\":\"greet\",\"priority\":\"low\",\"payload\":{\"to\":1}}");
        payload.expectProblem(422, "invalid_request");
        assertThat(payload.pointers()).containsExactly("/payload/to");

        post("/submit-job", "{").expectProblem(400, "malformed_request");
        get("/jobs/status/nobody").expectProblem(404, "not_found");
        get("/api/job/status/0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01").expectProblem(404, "not_found");
    }

    @Test
    void aQueryCarriesItsPayloadAsAString() {
        JsonNode accepted = post(
                        "/api/process_query",
                        "{\"job_type\":\"any\",\"priority\":\"low\",\"payload\":\"{\\\"n\\\": 0.10}\"}")
                .expect(200);
        String id = accepted.path("query_id").asText();

        JsonNode shown = get("/api/job/status/" + id).expect(200);
        complete(UUID.fromString(id), null);
        JsonNode done = get("/api/job/status/" + id).expect(200).path("data");

        assertThat(Answer.names(accepted)).containsExactly("message", "query_id", "data");
        assertThat(Answer.names(shown)).containsExactly("message", "query_id", "data");
        assertThat(Answer.names(shown.path("data")))
                .containsExactly(
                        "id",
                        "job_type",
                        "payload",
                        "priority",
                        "created_at",
                        "picked_at",
                        "completed_at",
                        "status",
                        "retry_count",
                        "last_error");
        assertThat(shown.path("data").path("status").asText()).isEqualTo("pending");
        assertThat(shown.path("data").path("payload").asText()).isEqualTo("{\"n\": 0.10}");
        assertThat(shown.path("data").path("created_at").isIntegralNumber()).isTrue();
        assertThat(done.path("status").asText()).isEqualTo("success");
        assertThat(done.path("completed_at").asLong())
                .isGreaterThanOrEqualTo(done.path("picked_at").asLong());
    }

    @Test
    void aQueryWhosePayloadIsNoObjectIsRefused() {
        for (String payload : new String[] {"5", "\"no json\"", "\"[1]\"", "{}"}) {
            Answer answer = post("/api/process_query", "{\"job_type\":\"any\",\"payload\":" + payload + "}");

            answer.expectProblem(422, "invalid_request");
            assertThat(answer.pointers()).containsExactly("/payload");
        }
    }
}
