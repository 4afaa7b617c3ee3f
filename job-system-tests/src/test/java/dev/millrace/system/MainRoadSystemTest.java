package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a new user does first, on the packaged services. */
class MainRoadSystemTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final RunningMillrace millrace = RunningMillrace.shared();
    private final Api api = millrace.api();

    @Test
    void aSubmittedJobIsSeenToComplete() {
        String id = api.submit("""
                {"job_type": "send_email", "payload": {"to": "ada@example.org", "subject": "Hello"}}""");

        await().atMost(SOON).until(() -> api.statusOf(id).equals("completed"));
        JsonNode job = api.job(id);
        assertThat(job.at("/result/recipients").asInt()).isEqualTo(1);
        assertThat(job.get("attempts").asInt()).isEqualTo(1);
        assertThat(Instant.parse(job.get("finished_at").asText()))
                .isAfterOrEqualTo(Instant.parse(job.get("started_at").asText()));
    }

    @Test
    void aFailingJobIsRetriedAndEndsDeadAndIsRetriedByHand() {
        String id = api.submit("""
                {"job_type": "noop", "payload": {"fail_times": 2}, "max_retries": 1,
                 "retry": {"base_seconds": 1, "max_seconds": 1}}""");

        await().atMost(SOON).until(() -> api.statusOf(id).equals("dead"));
        JsonNode attempts = api.get("/api/v1/jobs/" + id + "/attempts").body().get("items");
        assertThat(attempts).hasSize(2);
        assertThat(api.get("/api/v1/dead-letters").body().get("items").findValuesAsText("id"))
                .contains(id);

        assertThat(api.post("/api/v1/dead-letters/" + id + "/retry", "{}").status())
                .isEqualTo(200);

        await().atMost(SOON).until(() -> api.statusOf(id).equals("completed"));
        assertThat(api.job(id).get("attempts").asInt()).isEqualTo(3);
    }

    @Test
    void aVideoShowsItsProgressWhileItIsMade() {
        String id = api.submit("""
                {"job_type": "process_video", "payload": {"video_url": "https://example.org/a.mov", "duration": 4}}""");

        await().atMost(SOON)
                .until(() -> api.job(id).at("/progress/percent").asInt() > 0
                        && api.statusOf(id).equals("running"));
        await().atMost(SOON).until(() -> api.statusOf(id).equals("completed"));
    }

    @Test
    void delayedJobsStartWithinASecondAndAHalfOfTheirTimeAndNotBefore() {
        await().atMost(SOON).until(this::nothingIsLeftToDo);
        List<String> ids = IntStream.rangeClosed(1, 5)
                .mapToObj(delay -> api.submit("""
                        {"job_type": "noop", "delay_seconds": %d}""".formatted(delay)))
                .toList();
        assertThat(api.statusOf(ids.getLast())).isEqualTo("scheduled");

        for (String id : ids) {
            await().atMost(SOON).until(() -> api.statusOf(id).equals("completed"));
            JsonNode job = api.job(id);
            Duration late = Duration.between(
                    Instant.parse(job.get("run_at").asText()),
                    Instant.parse(job.get("started_at").asText()));
            assertThat(late).isBetween(Duration.ZERO, Duration.ofMillis(1_500));
        }
    }

    @Test
    void anOlderClientSubmitsAndAsksAsItAlwaysDid() {
        JsonNode submitted = api.post("/submit-job", """
                        {"job_type": "send_email", "priority": "high", "payload": {"to": "ada@example.org"}}""").body();
        assertThat(submitted.get("status").asText()).isEqualTo("queued");
        String id = submitted.get("job_id").asText();

        await().atMost(SOON).until(() -> api.get("/jobs/status/" + id)
                .body()
                .get("status")
                .asText()
                .equals("completed"));
    }

    @Test
    void theBuiltInTypesAreKnownWithSchemaAndExample() {
        JsonNode types = api.get("/api/v1/job-types").body().get("items");

        assertThat(types.findValuesAsText("name")).contains("noop", "process_video", "send_email");
        types.forEach(type -> {
            String body = "{\"job_type\": " + type.get("name") + ", \"payload\": " + type.get("example") + "}";
            assertThat(api.post("/api/v1/jobs", body).status()).as(body).isEqualTo(201);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\r\\nX-B: b\"", "\"a\\n\"", "7", "null", "{}"})
    void aHeaderThatIsNoPlainTextIsRefusedAtOnce(String value) {
        Api.Answer answer = api.post("/api/v1/jobs", """
                {"job_type": "http_request", "payload": {"url": "https://example.org/", "headers": {"X-A": %s}}}""".formatted(value));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/pointer").asText()).isEqualTo("/payload/headers/X-A");
    }

    private boolean nothingIsLeftToDo() {
        return api.get("/api/v1/jobs?status=pending,running,retrying")
                .body()
                .get("items")
                .isEmpty();
    }
}
