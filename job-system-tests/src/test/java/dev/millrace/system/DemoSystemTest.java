package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.testing.RealServices;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the profile {@code demo} of docker-compose.yml runs, without a container. */
class DemoSystemTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Instant began = Instant.now().minusSeconds(60);
    private final RunningMillrace millrace = RunningMillrace.shared();
    private final Api api = millrace.api();

    @AfterEach
    void removeTheSchedule() {
        for (JsonNode schedule : schedules()) {
            if (schedule.get("name").asText().equals("demo-heartbeat")) {
                api.delete("/api/v1/scheduled-jobs/" + schedule.get("id").asText());
            }
        }
    }

    @Test
    void itSubmitsALivelyMixByBashAloneAndEndsAfterItsRounds() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        RealServices.repository().resolve("deploy/service/demo").toString(),
                        millrace.environment("MILLRACE_URL"))
                .redirectErrorStream(true);
        builder.environment().put("MILLRACE_DEMO_ROUNDS", "2");
        builder.environment().put("MILLRACE_DEMO_PAUSE", "0");
        Process demo = builder.start();
        String said = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as(said).isZero();
        assertThat(said).contains("Submitted 2 rounds.").doesNotContain("did not take");
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> assertThat(typesOfDemo())
                .containsExactly("noop", "process_video", "send_email"));
        assertThat(schedules())
                .anyMatch(schedule -> schedule.get("name").asText().equals("demo-heartbeat"));
    }

    private Set<String> typesOfDemo() {
        Set<String> types = new TreeSet<>();
        Api.Answer answer = api.get("/api/v1/jobs?tag=demo&limit=100&created_after=" + began);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        answer.body().get("items").forEach(job -> types.add(job.get("job_type").asText()));
        return types;
    }

    private JsonNode schedules() {
        return api.get("/api/v1/scheduled-jobs").body().get("items");
    }
}
