package dev.millrace.api.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class JobChangeResourceIT extends ApiCase {
    @Test
    void whatIsNamedChangesAndTheChangeIsAudited() {
        UUID id = submitId(",\"tags\":[\"old\"]");

        JsonNode job = patch(id, """
                        {"priority":"high","max_retries":9,"tags":["new"],"run_at":"2035-01-01T00:00:00.000Z"}""").expect(200);

        assertThat(job.path("priority").asText()).isEqualTo("high");
        assertThat(job.path("max_retries").asInt()).isEqualTo(9);
        assertThat(job.path("tags").path(0).asText()).isEqualTo("new");
        assertThat(job.path("run_at").asText()).isEqualTo("2035-01-01T00:00:00.000Z");
        assertThat(job.path("status").asText()).isEqualTo("scheduled");
        assertThat(store.query(
                        "select action || ' ' || (detail->>'priority') from millrace.audit_event where target = ?",
                        id.toString()))
                .containsExactly("job.change high");
    }

    @Test
    void tagsMayBeTakenAway() {
        UUID id = submitId(",\"tags\":[\"old\"]");

        assertThat(patch(id, "{\"tags\":[]}").expect(200).path("tags")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"priority\":\"urgent\"} | /priority",
                "{\"max_retries\":101} | /max_retries",
                "{\"run_at\":\"tomorrow\"} | /run_at",
                "{\"tags\":[\"\"]} | /tags/0",
                "{\"payload\":{}} | /payload",
                "{} | ''",
                "[] | ''"
            })
    void whatCannotBeIsRefusedAndPointedAt(String body, String pointer) {
        Answer refused = patch(submitId(""), body);

        refused.expectProblem(422, "invalid_request");
        assertThat(refused.pointers()).contains(pointer);
    }

    @Test
    void aRunningAndAFinishedJobAreNotChanged() {
        UUID running = submitId("");
        claim(running);
        UUID finished = submitId("");
        complete(finished, null);

        assertThat(patch(running, "{\"max_retries\":1}")
                        .expectProblem(409, "status_forbids")
                        .path("current_status")
                        .asText())
                .isEqualTo("running");
        assertThat(patch(finished, "{\"max_retries\":1}")
                        .expectProblem(409, "status_forbids")
                        .path("current_status")
                        .asText())
                .isEqualTo("completed");
        patch(UUID.randomUUID(), "{\"max_retries\":1}").expectProblem(404, "not_found");
    }

    private Answer patch(UUID id, String body) {
        return send("PATCH", "/api/v1/jobs/" + id, body, "Content-Type", "application/json");
    }
}
