package dev.millrace.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class JobListIT extends ApiCase {
    @Test
    void pagesAreWalkedByTheirCursors() {
        List<UUID> made = make("paged", 7);

        assertThat(walk("/api/v1/jobs?status=pending&limit=3&tag=paged")).containsExactlyElementsOf(made.reversed());
        assertThat(walk("/api/v1/jobs?status=pending&limit=3&tag=paged&sort=created_at"))
                .containsExactlyElementsOf(made);
    }

    @Test
    void jobsMadeMeanwhileDisturbNoPage() {
        List<UUID> made = make("steady", 4);
        JsonNode first = get("/api/v1/jobs?status=pending&tag=steady&limit=2").expect(200);
        make("steady", 3);

        JsonNode second = get("/api/v1/jobs?status=pending&tag=steady&limit=2&cursor="
                        + first.path("next_cursor").asText())
                .expect(200);

        assertThat(ids(first)).containsExactly(made.get(3), made.get(2));
        assertThat(ids(second)).containsExactly(made.get(1), made.get(0));
        assertThat(second.path("next_cursor").isNull()).isTrue();
    }

    @Test
    void liveAndFinishedJobsAreListedTogether() {
        String since = get("/api/v1/jobs/" + submitId(""))
                .expect(200)
                .path("created_at")
                .asText();
        List<UUID> made = make("together", 3);
        complete(made.get(1), "{}");

        JsonNode page = get("/api/v1/jobs?tag=together&created_after=" + since).expect(200);

        assertThat(ids(page)).containsExactlyElementsOf(made.reversed());
        assertThat(Answer.names(page)).containsExactly("items", "next_cursor");
        assertThat(page.path("items").get(1).path("status").asText()).isEqualTo("completed");
        assertThat(ids(get("/api/v1/jobs?status=completed&limit=200").expect(200)))
                .contains(made.get(1));
        assertThat(ids(get("/api/v1/jobs?job_type=any,greet&limit=200").expect(200)))
                .containsAll(made);
    }

    @Test
    void filtersMayBeCommaListsOrRepeated() {
        UUID low = submitId(",\"priority\":\"low\",\"queue\":\"mail\",\"tags\":[\"listed\"]");
        UUID high = submitId(",\"priority\":\"high\",\"tags\":[\"listed\"]");
        submitId(",\"tags\":[\"listed\"]");

        assertThat(ids(get("/api/v1/jobs?status=pending,running&tag=listed&priority=low,high")
                        .expect(200)))
                .containsExactly(high, low);
        assertThat(ids(get("/api/v1/jobs?status=pending&tag=listed&priority=low&priority=high")
                        .expect(200)))
                .containsExactly(high, low);
        assertThat(ids(get("/api/v1/jobs?status=pending&tag=listed&queue=mail").expect(200)))
                .containsExactly(low);
    }

    @Test
    void aCursorWorksOnlyWithItsOwnFiltersAndSort() {
        make("bound", 3);
        String cursor = get("/api/v1/jobs?status=pending&tag=bound&limit=1")
                .expect(200)
                .path("next_cursor")
                .asText();

        get("/api/v1/jobs?status=pending&tag=bound&limit=2&cursor=" + cursor).expect(200);
        get("/api/v1/jobs?status=pending&tag=other&cursor=" + cursor).expectProblem(400, "cursor_refused");
        get("/api/v1/jobs?status=pending&tag=bound&sort=created_at&cursor=" + cursor)
                .expectProblem(400, "cursor_refused");
        get("/api/v1/dead-letters?tag=bound&cursor=" + cursor).expectProblem(400, "cursor_refused");
        get("/api/v1/jobs?cursor=nonsense").expectProblem(400, "cursor_refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=done|status",
                "priority=urgent|priority",
                "limit=0|limit",
                "limit=201|limit",
                "limit=x|limit",
                "sort=finished|sort",
                "sort=--created_at|sort",
                "sort=|sort",
                "worker_id=x|worker_id",
                "schedule_id=0198c0de|schedule_id",
                "finished_after=now|finished_after",
                "payload.=1|payload.",
                "payload.a..b=1|payload.a..b",
                "payload.a=1&payload.a=2|payload.a",
                "payload.a=%00|payload.a",
                "payload.a=1&payload.b=1&payload.c=1&payload.d=1&payload.e=1&payload.f=1|payload",
                "payload=1|payload",
                "created_after=yesterday|created_after",
                "created_before=2026-01-01T00:00:00|created_before",
                "job_type=a,,b|job_type",
                "tag=%00|tag",
                "stauts=pending|stauts"
            })
    void aFilterThatIsWrongIsNamed(String query, String parameter) {
        Answer answer = get("/api/v1/jobs?" + query);

        answer.expectProblem(422, "invalid_request");
        assertThat(answer.pointers()).containsExactly(parameter);
    }

    @Test
    void whatNoIndexServesIsRefusedWithAdvice() {
        JsonNode problem = get("/api/v1/jobs?queue=default").expectProblem(422, "range_required");

        assertThat(problem.path("detail").asText()).contains("created_after");
        get("/api/v1/jobs?queue=default&created_after=2026-01-01T00:00:00Z&created_before=2026-01-02T00:00:00Z")
                .expect(200);
        get("/api/v1/jobs?queue=default&created_after=2026-01-01T00:00:00Z&created_before=2026-01-02T00:00:01Z")
                .expectProblem(422, "range_required");
        get("/api/v1/jobs?queue=default&status=pending").expect(200);
        get("/api/v1/jobs?sort=-finished_at").expectProblem(422, "range_required");
        get("/api/v1/jobs?sort=-finished_at&finished_after=2026-01-01T00:00:00Z&finished_before=2026-01-02T00:00:00Z")
                .expect(200);
        get("/api/v1/jobs?sort=-started_at&status=running,retrying").expect(200);
        get("/api/v1/jobs/count?queue=default").expectProblem(422, "range_required");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"created_at", "run_at", "started_at", "finished_at", "priority", "status", "job_type", "attempts"
            })
    void everySortPagesInBothDirectionsOverLiveAndFinishedJobs(String sort) {
        String since = get("/api/v1/jobs/" + submitId(""))
                .expect(200)
                .path("created_at")
                .asText();
        String tag = "by-" + sort.replace('_', '-');
        List<UUID> made = make(tag, 4);
        made.add(submitId(",\"priority\":\"high\",\"tags\":[\"" + tag + "\"],\"delay_seconds\":100"));
        complete(made.get(0), "{}");
        complete(made.get(3), "{}");
        bury(made.get(2));
        String path = "/api/v1/jobs?limit=2&tag=" + tag + "&created_after=" + since + "&sort=";

        List<UUID> up = walk(path + sort);
        List<UUID> down = walk(path + "-" + sort);

        assertThat(up).containsExactlyInAnyOrderElementsOf(made);
        assertThat(down).containsExactlyInAnyOrderElementsOf(made);
        if (sort.equals("started_at") || sort.equals("finished_at")) {
            // Those that have no such time come last in both directions.
            int absent = 2;
            assertThat(up.subList(up.size() - absent, up.size()))
                    .containsExactlyInAnyOrderElementsOf(down.subList(down.size() - absent, down.size()));
        } else {
            assertThat(up).containsExactlyElementsOf(down.reversed());
        }
        if (sort.equals("priority")) {
            assertThat(down).startsWith(made.get(4));
        }
    }

    @Test
    void jobsAreFoundByWhatTheyCarry() {
        UUID ada = submitId(",\"tags\":[\"carried\"],\"payload\":{\"to\":{\"name\":\"ada\"},\"count\":5}");
        UUID bob = submitId(",\"tags\":[\"carried\"],\"payload\":{\"to\":{\"name\":\"bob\"},\"count\":\"5\"}");
        String list = "/api/v1/jobs?status=pending&tag=carried";

        assertThat(ids(get(list + "&payload.to.name=ada").expect(200))).containsExactly(ada);
        assertThat(ids(get(list + "&payload.count=5").expect(200))).containsExactly(bob, ada);
        assertThat(ids(get(list + "&payload.count=5&payload.to.name=bob").expect(200)))
                .containsExactly(bob);
        assertThat(ids(get(list + "&payload.to.name=Ada").expect(200))).isEmpty();
    }

    @Test
    void jobsAreFoundByTheirWorkerScheduleAndFingerprint() {
        List<UUID> made = make("found", 3);
        claim(made.get(0));
        bury(made.get(1));
        UUID schedule = UUID.fromString("0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d99");
        store.query("UPDATE millrace.job SET schedule_id = ? WHERE id = ?", schedule, made.get(2));
        String fingerprint = get("/api/v1/jobs/" + made.get(1))
                .expect(200)
                .path("error")
                .path("fingerprint")
                .asText();

        assertThat(fingerprint).matches("[0-9a-f]{16}");
        assertThat(ids(get("/api/v1/jobs?tag=found&status=running,dead&worker_id=" + WORKER)
                        .expect(200)))
                .containsExactly(made.get(1), made.get(0));
        assertThat(ids(get("/api/v1/jobs?tag=found&status=pending,dead&fingerprint=" + fingerprint)
                        .expect(200)))
                .containsExactly(made.get(1));
        assertThat(ids(get("/api/v1/jobs?schedule_id=" + schedule).expect(200))).containsExactly(made.get(2));
        complete(made.get(2), "{}");
        assertThat(ids(get("/api/v1/jobs?schedule_id=" + schedule).expect(200))).containsExactly(made.get(2));
    }

    @Test
    void jobsAreCounted() {
        make("counted", 3);

        JsonNode count = get("/api/v1/jobs/count?status=pending&tag=counted").expect(200);

        assertThat(count.path("count").asInt()).isEqualTo(3);
        assertThat(count.path("capped").asBoolean()).isFalse();
        Answer refused = get("/api/v1/jobs/count?sort=created_at&limit=1");
        refused.expectProblem(422, "invalid_request");
        assertThat(refused.pointers()).containsExactlyInAnyOrder("sort", "limit");
    }

    @Test
    void aPageOfHeavyJobsEndsEarly() {
        String heavy = "x".repeat(250_000);
        for (int i = 0; i < 20; i++) {
            submitId(",\"tags\":[\"heavy\"],\"payload\":{\"x\":\"" + heavy + "\"}");
        }

        JsonNode page = get("/api/v1/jobs?status=pending&tag=heavy&limit=200").expect(200);

        assertThat(page.path("items").size()).isEqualTo(17);
        assertThat(walk("/api/v1/jobs?status=pending&tag=heavy&limit=200"))
                .hasSize(20)
                .doesNotHaveDuplicates();
    }

    private List<UUID> make(String tag, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> submitId(",\"tags\":[\"" + tag + "\"]"))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private List<UUID> walk(String path) {
        List<UUID> all = new ArrayList<>();
        JsonNode page = get(path).expect(200);
        all.addAll(ids(page));
        while (!page.path("next_cursor").isNull()) {
            page = get(path + "&cursor="
                            + URLEncoder.encode(page.path("next_cursor").asText(), StandardCharsets.UTF_8))
                    .expect(200);
            all.addAll(ids(page));
        }
        return all;
    }

    private static List<UUID> ids(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false)
                .map(job -> UUID.fromString(job.path("id").asText()))
                .toList();
    }
}
