package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
    void aRunningJobIsCanceled() {
        String id = api.submit("""
                {"job_type": "noop", "payload": {"sleep_ms": 60000}}""");
        await().atMost(SOON).until(() -> api.statusOf(id).equals("running"));

        JsonNode flagged = api.post("/api/v1/jobs/" + id + "/cancel", "{}").body();

        assertThat(flagged.get("cancel_requested").asBoolean()).isTrue();
        await().atMost(SOON).until(() -> api.statusOf(id).equals("canceled"));
        assertThat(api.post("/api/v1/jobs/" + id + "/cancel", "{}").status()).isEqualTo(409);
    }

    @Test
    void aDelayedJobStartsWhenItsTimeHasComeAndNotBefore() {
        String id = api.submit("""
                {"job_type": "noop", "delay_seconds": 2}""");
        assertThat(api.statusOf(id)).isEqualTo("scheduled");

        await().atMost(SOON).until(() -> api.statusOf(id).equals("completed"));
        JsonNode job = api.job(id);
        Duration late = Duration.between(
                Instant.parse(job.get("run_at").asText()),
                Instant.parse(job.get("started_at").asText()));
        assertThat(late).isBetween(Duration.ZERO, Duration.ofSeconds(5));
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
    void aCronScheduleFiresEachTickOnceWithTwoSchedulers() {
        millrace.run("scale", "scheduler=2");
        JsonNode schedule = api.post("/api/v1/scheduled-jobs", """
                        {"name": "every-two-seconds", "job_type": "noop", "cron_expression": "*/2 * * * * *"}""").body();
        String path = "/api/v1/scheduled-jobs/" + schedule.get("id").asText();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> fires(schedule).count() >= 4);
        } finally {
            assertThat(api.delete(path).status()).isEqualTo(204);
            millrace.run("scale", "scheduler=1");
        }
        List<String> runAts =
                fires(schedule).map(job -> job.get("run_at").asText()).toList();
        assertThat(runAts).doesNotHaveDuplicates();
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

    private Stream<JsonNode> fires(JsonNode schedule) {
        Stream.Builder<JsonNode> fired = Stream.builder();
        api.get("/api/v1/jobs?job_type=noop&limit=200").body().get("items").forEach(job -> {
            if (job.get("schedule_id").equals(schedule.get("id"))) {
                fired.add(job);
            }
        });
        return fired.build();
    }
}
