package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.testing.RealServices;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the profile {@code demo} of docker-compose.yml runs, without a container. */
class DemoSystemTest {
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
        Set<String> types = new TreeSet<>();
        api.get("/api/v1/jobs?tag=demo&limit=200")
                .body()
                .get("items")
                .forEach(job -> types.add(job.get("job_type").asText()));
        assertThat(types).containsExactly("noop", "process_video", "send_email");
        assertThat(schedules()).anyMatch(schedule -> schedule.get("name").asText().equals("demo-heartbeat"));
    }

    private JsonNode schedules() {
        return api.get("/api/v1/scheduled-jobs").body().get("items");
    }
}
