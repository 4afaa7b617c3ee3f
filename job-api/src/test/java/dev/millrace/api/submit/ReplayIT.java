package dev.millrace.api.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReplayIT extends ApiCase {
    @Test
    void aFinishedJobIsReplayedAsItWas() {
        UUID id = submitId(
                ",\"payload\":{\"n\":1.50},\"priority\":\"high\",\"max_retries\":7,\"tags\":[\"a\"],\"queue\":\"mail\"");
        complete(id, "{}");
        JsonNode old = get("/api/v1/jobs/" + id).expect(200);

        Answer answer = post("/api/v1/jobs/" + id + "/replay", "");

        JsonNode replay = answer.expect(201);
        assertThat(replay.path("id").asText()).isNotEqualTo(id.toString());
        assertThat(answer.header("Location"))
                .isEqualTo("/api/v1/jobs/" + replay.path("id").asText());
        assertThat(replay.path("replay_of").asText()).isEqualTo(id.toString());
        assertThat(replay.path("status").asText()).isEqualTo("pending");
        for (String field : new String[] {
            "job_type", "queue", "priority", "payload", "max_retries", "retry", "timeout_seconds", "tags"
        }) {
            assertThat(replay.path(field)).as(field).isEqualTo(old.path(field));
        }
        assertThat(get("/api/v1/jobs/" + id).expect(200)).isEqualTo(old);
        assertThat(store.query(
                        "select action || ' ' || (detail->>'job_id') from millrace.audit_event where target = ?",
                        id.toString()))
                .containsExactly("job.replay " + replay.path("id").asText());
    }

    @Test
    void aDeadJobIsReplayedWithItsPayloadEdited() {
        UUID id = UUID.fromString(
                post("/api/v1/jobs", "{\"job_type\":\"greet\",\"payload\":{\"to\":\"ada@example.org\"}}")
                        .expect(201)
                        .path("id")
                        .asText());
        bury(id);

        JsonNode replay = post("/api/v1/jobs/" + id + "/replay", "{\"payload\":{\"to\":\"grace@example.org\"}}")
                .expect(201);

        assertThat(replay.path("payload").path("to").asText()).isEqualTo("grace@example.org");
        assertThat(get("/api/v1/jobs/" + id)
                        .expect(200)
                        .path("payload")
                        .path("to")
                        .asText())
                .isEqualTo("ada@example.org");
        assertThat(get("/api/v1/jobs/" + id).expect(200).path("status").asText())
                .isEqualTo("dead");
    }

    @Test
    void anEditedPayloadMustFitItsType() {
        UUID id = UUID.fromString(
                post("/api/v1/jobs", "{\"job_type\":\"greet\",\"payload\":{\"to\":\"ada@example.org\"}}")
                        .expect(201)
                        .path("id")
                        .asText());
        bury(id);

        Answer refused = post("/api/v1/jobs/" + id + "/replay", "{\"payload\":{\"to\":7}}");

        refused.expectProblem(422, "invalid_request");
        assertThat(refused.pointers()).containsExactly("/payload/to");
        post("/api/v1/jobs/" + id + "/replay", "{\"priority\":\"high\"}").expectProblem(422, "invalid_request");
        post("/api/v1/jobs/" + id + "/replay", "{").expectProblem(400, "malformed_request");
    }

    @Test
    void aJobThatIsNotSettledIsNotReplayed() {
        UUID id = submitId("");

        JsonNode problem = post("/api/v1/jobs/" + id + "/replay", "{}").expectProblem(409, "status_forbids");

        assertThat(problem.path("current_status").asText()).isEqualTo("pending");
        post("/api/v1/jobs/" + UUID.randomUUID() + "/replay", "{}").expectProblem(404, "not_found");
    }

    @Test
    void twoReplaysOfOneIdempotencyKeyMakeOneJob() {
        UUID id = submitId("");
        complete(id, "{}");

        var one = postLater("/api/v1/jobs/" + id + "/replay", "{}", "Idempotency-Key", "replay");
        var other = postLater("/api/v1/jobs/" + id + "/replay", "{}", "Idempotency-Key", "replay");

        assertThat(one.join().status()).isIn(201, 409);
        assertThat(other.join().status()).isIn(201, 409);
        assertThat(store.count("select count(*) from millrace.job where replay_of = ?", id))
                .isEqualTo(1);
        Answer again = post("/api/v1/jobs/" + id + "/replay", "{}", "Idempotency-Key", "replay");
        assertThat(again.expect(201).path("id").asText())
                .isEqualTo(store.query("select id from millrace.job where replay_of = ?", id)
                        .getFirst());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    }
}
