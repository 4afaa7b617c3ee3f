package dev.millrace.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemIT extends ApiCase {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/v1",
                "/api/v1/nothing",
                "/api/v2/jobs",
                "/api/v1/jobs/x/y/z",
                "/nothing",
                "/jobs/status"
            })
    void anUnknownPathIsNotFound(String path) {
        get(path).expectProblem(404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /api/v1/jobs",
                "DELETE /api/v1/jobs",
                "POST /api/v1/stats",
                "PUT /submit-job",
                "GET /submit-job"
            })
    void anotherMethodIsNotAllowed(String request) {
        String[] parts = request.split(" ");

        send(parts[0], parts[1], null).expectProblem(405, "method_not_allowed");
    }

    @Test
    void aMethodThatIsNotAllowedIsAnsweredWithThoseThatAre() {
        assertThat(send("PUT", "/api/v1/jobs", null).header("Allow")).isEqualTo("GET, POST");
        assertThat(send("PUT", "/api/v1/jobs/bulk", null).header("Allow")).contains("POST");
        assertThat(send("DELETE", "/submit-job", null).header("Allow")).isEqualTo("POST");
        assertThat(send("GET", "/api/v1/jobs/x/cancel", null).header("Allow")).isEqualTo("POST");
    }

    @Test
    void anAnswerThatCannotBeGivenIsNotAcceptable() {
        get("/api/v1/jobs", "Accept", "text/html").expectProblem(406, "not_acceptable");
        post("/api/v1/jobs", "{\"job_type\":\"any\"}", "Accept", "application/xml")
                .expectProblem(406, "not_acceptable");
    }

    @Test
    void aBodyThatIsNoJsonIsNotSupported() {
        send("POST", "/api/v1/jobs", "{\"job_type\":\"any\"}", "Content-Type", "text/plain")
                .expectProblem(415, "unsupported_media_type");
        send("POST", "/api/v1/jobs", "job_type=any", "Content-Type", "application/x-www-form-urlencoded")
                .expectProblem(415, "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"job_type\"", "[1,]", "{} {}", "\u0000"})
    void malformedJsonIsABadRequest(String body) {
        post("/api/v1/jobs", body).expectProblem(400, "malformed_request");
        post("/api/v1/jobs/bulk", body).expectProblem(400, "malformed_request");
    }

    @Test
    void nestingWithoutEndIsInvalid() {
        post("/api/v1/jobs", "{\"job_type\":\"any\",\"payload\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}")
                .expectProblem(422, "invalid_request");
    }

    @Test
    void aProblemNamesTheTraceOfItsRequest() {
        JsonNode problem = get(
                        "/api/v1/nothing", "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .expectProblem(404, "not_found");

        assertThat(problem.path("trace_id").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void halfASurrogatePairInAnyFieldIsAnsweredSoundly() {
        post("/api/v1/jobs", "{\"job_type\":\"\\ud800\",\"\\udfff\":1,\"payload\":{\"\\ud800\":\"\\ud800\"}}")
                .expectProblem(422, "invalid_request");
    }

    @Test
    void aQueryThatIsNotEncodedSoundlyIsNoErrorInside() {
        assertThat(get("/api/v1/jobs?status=%ff%fe&tag=%zz".replace("%zz", "%25zz"))
                        .status())
                .isEqualTo(422);
        assertThat(get("/api/v1/jobs/%00").status()).isEqualTo(404);
        assertThat(get("/api/v1/job-types/%ed%a0%80").status()).isEqualTo(404);
    }
}
