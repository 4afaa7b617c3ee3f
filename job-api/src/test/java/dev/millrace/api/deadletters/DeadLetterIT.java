package dev.millrace.api.deadletters;

import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.core.job.AttemptOutcome;
import dev.millrace.core.job.JobError;
import dev.millrace.core.store.AttemptEnd;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    void deadLettersTakeTheFiltersAndSortsOfJobs() {
        List<UUID> dead = die("sorted-dead", 3);
        String fingerprint = get("/api/v1/jobs/" + dead.getFirst())
                .expect(200)
                .path("error")
                .path("fingerprint")
                .asText();
        String list = "/api/v1/dead-letters?tag=sorted-dead&fingerprint=" + fingerprint;

        for (String sort : List.of("created_at", "run_at", "started_at", "finished_at", "status", "attempts")) {
            JsonNode first = get(list + "&limit=2&sort=" + sort).expect(200);
            JsonNode second = get(list + "&limit=2&sort=" + sort + "&cursor="
                            + first.path("next_cursor").asText())
                    .expect(200);
            assertThat(first.path("items")).hasSize(2);
            assertThat(second.path("items")).hasSize(1);
        }
        assertThat(get(list + "&finished_before=2026-01-01T00:00:00Z")
                        .expect(200)
                        .path("items"))
                .isEmpty();
        assertThat(get(list + "&finished_after=2026-01-01T00:00:00Z")
                        .expect(200)
                        .path("items"))
                .hasSize(3);
    }

    @Test
    void deadLettersAreGatheredByWhatTheyDiedOf() {
        List<UUID> full = die("groups", "mailbox 1 is full", "mailbox 22 is full", "mailbox 333 is full");
        List<UUID> gone = die("groups", "mailbox is gone");

        JsonNode groups =
                get("/api/v1/dead-letters/groups?job_type=any&limit=2").expect(200);

        JsonNode latest = groups.path("items").get(0);
        JsonNode other = groups.path("items").get(1);
        assertThat(Answer.names(latest))
                .containsExactly(
                        "fingerprint",
                        "count",
                        "count_capped",
                        "first_seen_at",
                        "last_seen_at",
                        "job_type",
                        "error_type",
                        "error_message",
                        "sample_job_id",
                        "histogram");
        assertThat(latest.path("sample_job_id").asText())
                .isEqualTo(gone.getFirst().toString());
        assertThat(latest.path("count").asInt()).isEqualTo(1);
        assertThat(other.path("sample_job_id").asText())
                .isEqualTo(full.getLast().toString());
        assertThat(other.path("count").asInt()).isEqualTo(3);
        assertThat(other.path("count_capped").asBoolean()).isFalse();
        assertThat(other.path("job_type").asText()).isEqualTo("any");
        assertThat(other.path("error_type").asText()).isEqualTo("Broken");
        assertThat(other.path("error_message").asText()).isEqualTo("mailbox 333 is full");
        assertThat(other.path("histogram").path("counts")).hasSize(24);
        assertThat(other.path("histogram").path("counts").get(23).asInt()).isEqualTo(3);
        assertThat(get("/api/v1/dead-letters?fingerprint="
                                + other.path("fingerprint").asText())
                        .expect(200)
                        .path("items"))
                .hasSize(3);
        assertThat(get("/api/v1/dead-letters/groups?job_type=greet").expect(200).path("items"))
                .isEmpty();
    }

    @Test
    void groupsArePagedByTheirCursors() {
        die("group-pages", "one kind", "another kind", "a third kind");
        List<String> walked = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = get("/api/v1/dead-letters/groups?limit=1" + next).expect(200);
            page.path("items")
                    .forEach(group -> walked.add(group.path("fingerprint").asText()));
            next = page.path("next_cursor").isNull()
                    ? null
                    : "&cursor=" + page.path("next_cursor").asText();
        } while (next != null);

        List<String> atOnce = new ArrayList<>();
        get("/api/v1/dead-letters/groups?limit=200")
                .expect(200)
                .path("items")
                .forEach(group -> atOnce.add(group.path("fingerprint").asText()));
        assertThat(walked)
                .containsExactlyElementsOf(atOnce)
                .hasSizeGreaterThanOrEqualTo(3)
                .doesNotHaveDuplicates();
        get("/api/v1/dead-letters/groups?cursor=x").expectProblem(400, "cursor_refused");
        get("/api/v1/dead-letters/groups?limit=0").expectProblem(422, "invalid_request");
        get("/api/v1/dead-letters/groups?queue=default").expectProblem(422, "invalid_request");
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

    /** A dead letter of each of these messages. */
    private List<UUID> die(String tag, String... messages) {
        return Stream.of(messages)
                .map(message -> {
                    UUID id = submitId(",\"tags\":[\"" + tag + "\"]");
                    await(store.jobs()
                            .end(new AttemptEnd.Buried(
                                    claim(id).key(),
                                    AttemptOutcome.FAILED,
                                    new JobError("Broken", message, null).ofJobType("any"))));
                    return id;
                })
                .toList();
    }
}
