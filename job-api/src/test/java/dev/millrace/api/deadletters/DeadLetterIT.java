package dev.millrace.api.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeadLetterIT extends ApiCase {
    @Test
    void deadLettersAreListedLatestFirstAndPageByPage() {
        List<UUID> dead = die("listed-dead", 3);

        JsonNode first = get("/api/v1/dead-letters?tag=listed-dead&limit=2").expect(200);
        JsonNode second = get("/api/v1/dead-letters?tag=listed-dead&limit=2&cursor="
                        + first.path("next_cursor").asText())
                .expect(200);

        assertThat(first.path("items"))
                .extracting(job -> UUID.fromString(job.path("id").asText()))
                .containsExactly(dead.get(2), dead.get(1));
        assertThat(second.path("items"))
                .extracting(job -> UUID.fromString(job.path("id").asText()))
                .containsExactly(dead.get(0));
        assertThat(second.path("next_cursor").isNull()).isTrue();
        assertThat(first.path("items").get(0).path("allowed_actions").toString())
                .isEqualTo("[\"retry\",\"discard\",\"replay\",\"change\"]");
    }

    @Test
    void aDeadLetterRunsAgain() {
        UUID id = die("again", 1).getFirst();

        JsonNode job = post("/api/v1/dead-letters/" + id + "/retry", "").expect(200);

        assertThat(job.path("status").asText()).isEqualTo("pending");
        JsonNode problem = post("/api/v1/dead-letters/" + id + "/retry", "").expectProblem(409, "status_forbids");
        assertThat(problem.path("current_status").asText()).isEqualTo("pending");
    }

    @Test
    void aDeadLetterIsGivenUp() {
        UUID id = die("given-up", 1).getFirst();

        JsonNode job = send("DELETE", "/api/v1/dead-letters/" + id, null).expect(200);

        assertThat(job.path("status").asText()).isEqualTo("discarded");
        send("DELETE", "/api/v1/dead-letters/" + id, null).expectProblem(409, "status_forbids");
        assertThat(get("/api/v1/dead-letters?tag=given-up").expect(200).path("items"))
                .isEmpty();
    }

    @Test
    void whatIsNoDeadLetterIsNeitherRetriedNorGivenUp() {
        UUID pending = submitId("");

        send("DELETE", "/api/v1/dead-letters/" + pending, null).expectProblem(409, "status_forbids");
        post("/api/v1/dead-letters/0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01/retry", "")
                .expectProblem(404, "not_found");
        send("DELETE", "/api/v1/dead-letters/x", null).expectProblem(404, "not_found");
        get("/api/v1/dead-letters?status=dead").expectProblem(422, "invalid_request");
    }

    private List<UUID> die(String tag, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    UUID id = submitId(",\"tags\":[\"" + tag + "\"]");
                    bury(id);
                    return id;
                })
                .toList();
    }
}
