package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launching.RunningProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What the launcher promises. */
class LauncherSystemTest {
    private final RunningMillrace millrace = RunningMillrace.shared();

    @Test
    void upAgainLeavesTheLivingAlone() {
        List<RunningProcess> before = millrace.processes();

        millrace.run("up");

        assertThat(millrace.processes()).isEqualTo(before);
    }

    @Test
    void theProcessesAreListedByNameWithTheirOwnProcessIds() {
        assertThat(millrace.processes())
                .extracting(RunningProcess::name)
                .containsExactlyInAnyOrder("job-api-1", "job-worker-1", "job-scheduler-1", "postgresql", "rabbitmq");
        assertThat(millrace.processes()).allMatch(RunningProcess::isAlive);
    }

    @Test
    void aServerThatDiesIsStartedAgainWithItsPortAndItsData() {
        Api api = millrace.api();
        String id = api.submit("""
                {"job_type": "noop", "delay_seconds": 3600}""");
        RunningProcess victim = millrace.process("postgresql");

        victim.kill();

        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> api.statusOf(id)
                .equals("scheduled"));
        assertThat(millrace.process("postgresql").pid()).isNotEqualTo(victim.pid());
        assertThat(millrace.process("postgresql").port()).isEqualTo(victim.port());
        assertThat(api.post("/api/v1/jobs/" + id + "/cancel", "{}").status()).isEqualTo(200);
    }

    @Test
    @EnabledIfSystemProperty(named = "millrace.test.all", matches = "true")
    void theDoctorSeesThatTheDiskOfRabbitMqIsFull() {
        millrace.run("rabbitmqctl", "set_disk_free_limit", "1000000GB");
        try {
            assertThatThrownBy(() -> millrace.run("doctor")).hasMessageContaining("it takes no messages: low on disk");
        } finally {
            millrace.run("rabbitmqctl", "set_disk_free_limit", "200MB");
        }
    }

    @Test
    void theFilesDemoShowsAFileThatIsStampedAndADeletedOneWhoseJobIsRetriedAndDies() throws Exception {
        Api api = millrace.api();
        Path files = millrace.home().resolve("files");
        CompletableFuture<String> demo = CompletableFuture.supplyAsync(
                () -> millrace.run("demo", "files", "--count", "2", "--every", "0", "--after", "3600"));
        JsonNode jobs = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> api.get("/api/v1/jobs?tag=demo-files&status=scheduled")
                                .body()
                                .get("items"),
                        scheduled -> scheduled.size() == 2);
        String stamped = jobs.get(0).at("/payload/path").asText();
        String deleted = jobs.get(1).at("/payload/path").asText();

        Files.delete(files.resolve(deleted));
        jobs.forEach(job -> assertThat(
                        api.patch("/api/v1/jobs/" + job.get("id").asText(), "{\"run_at\": \"" + Instant.now() + "\"}")
                                .status())
                .isEqualTo(200));

        assertThat(demo.get(120, TimeUnit.SECONDS))
                .containsPattern("completed +1 +" + stamped + ": .* attempt=1")
                .containsPattern("retrying +1 +" + deleted)
                .containsPattern("dead +3 +" + deleted)
                .contains("2 files dropped: 1 stamped, 1 dead, 0 still to come");
        assertThat(files.resolve(stamped))
                .content()
                .contains(jobs.get(0).get("id").asText());
        assertThat(files.resolve(deleted)).doesNotExist();
    }
}
