package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What must hold whichever replica is asked, and however many do the same duty. */
class ReplicasSystemTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONGEST_CANCEL = Duration.ofSeconds(10);

    private static RunningMillrace millrace;

    private final Api api = millrace.api();

    @BeforeAll
    static void doubleThem() {
        millrace = RunningMillrace.shared();
        millrace.run("scale", "scheduler=2", "api=2");
    }

    @AfterAll
    static void halveThem() {
        millrace.run("scale", "scheduler=1", "api=1");
    }

    @Test
    void aRunningJobIsCanceledWithinTenSecondsByWhicheverApiIsAsked() {
        for (String name : List.of("job-api-1", "job-api-2")) {
            Api asked = new Api(
                    URI.create("http://127.0.0.1:" + millrace.process(name).port()));
            String id = api.submit("""
                    {"job_type": "noop", "payload": {"sleep_ms": 60000}}""");
            await().atMost(SOON).until(() -> api.statusOf(id).equals("running"));

            Instant before = Instant.now();
            JsonNode flagged =
                    asked.post("/api/v1/jobs/" + id + "/cancel", "{}").body();

            assertThat(flagged.get("cancel_requested").asBoolean()).isTrue();
            await().atMost(SOON).until(() -> api.statusOf(id).equals("canceled"));
            assertThat(Duration.between(
                            before, Instant.parse(api.job(id).get("finished_at").asText())))
                    .isLessThan(LONGEST_CANCEL);
            assertThat(asked.post("/api/v1/jobs/" + id + "/cancel", "{}").status())
                    .isEqualTo(409);
        }
    }

    @Test
    void aCronScheduleFiresEachTickOnce() {
        JsonNode schedule = api.post("/api/v1/scheduled-jobs", """
                        {"name": "every-two-seconds", "job_type": "noop", "cron_expression": "*/2 * * * * *"}""").body();
        String path = "/api/v1/scheduled-jobs/" + schedule.get("id").asText();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> fires(schedule).count() >= 4);
        } finally {
            assertThat(api.delete(path).status()).isEqualTo(204);
        }
        List<String> runAts =
                fires(schedule).map(job -> job.get("run_at").asText()).toList();
        assertThat(runAts).doesNotHaveDuplicates();
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
