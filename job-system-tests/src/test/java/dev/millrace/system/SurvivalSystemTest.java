package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What must hold when something dies. */
class SurvivalSystemTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final RunningMillrace millrace = RunningMillrace.shared();
    private final Api api = millrace.api();
    private final Ledger ledger = new Ledger(millrace);

    @Test
    void aWorkerKilledWhileTwoHundredJobsRunLosesNone() {
        millrace.run("scale", "worker=0");
        millrace.run(Map.of("MILLRACE_WORKER_SLOTS", "200"), "scale", "worker=2");
        RunningMillrace.Process victim = millrace.process("job-worker-2");
        RunningMillrace.Process other = millrace.process("job-worker-1");
        List<String> ids = api.submitMany(400, """
                {"job_type": "noop", "payload": {"sleep_ms": 8000}}""");
        await().atMost(SOON).until(() -> ledger.statuses(ids).getOrDefault("running", 0) == 400);

        victim.kill();

        await().atMost(SOON).until(() -> ledger.completed(ids) == ids.size());
        assertThat(other.isAlive()).isTrue();
        assertThat(ledger.attempts(ids)).isEqualTo(600);
        millrace.run("scale", "worker=0");
        millrace.run("scale", "worker=1");
    }

    @Test
    void jobsAreAcceptedWhileTheBrokerIsDownAndRunWhenItIsBack() {
        List<RunningMillrace.Process> before = services();
        millrace.run("stop", "rabbitmq");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(api.submit("""
                    {"job_type": "noop"}"""));
        }
        assertThat(ledger.statuses(ids)).containsEntry("pending", 50);

        millrace.run("start", "rabbitmq");

        await().atMost(SOON).until(() -> ledger.completed(ids) == ids.size());
        assertThat(services()).isEqualTo(before);
    }

    @Test
    void whilePostgresqlIsAwayClientsAreToldSoAndAfterwardsAllGoesOn() {
        List<RunningMillrace.Process> before = services();
        List<String> ids = api.submitMany(100, """
                {"job_type": "noop", "payload": {"sleep_ms": 500}}""");
        millrace.run("stop", "postgresql");

        Api.Answer refused = api.post("/api/v1/jobs", """
                {"job_type": "noop"}""");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfter()).isNotNull();
        assertThat(refused.body().get("status").asInt()).isEqualTo(503);
        assertThat(api.get("/api/v1/jobs/" + ids.getFirst()).status()).isEqualTo(503);

        millrace.run("start", "postgresql");

        await().atMost(SOON).until(() -> api.post("/api/v1/jobs", """
                        {"job_type": "noop"}""").status() == 201);
        await().atMost(SOON).until(() -> ledger.completed(ids) == ids.size());
        assertThat(services()).isEqualTo(before);
    }

    @Test
    void aHighJobBehindTenThousandLowOnesStartsWithinAQuarterOfASecond() {
        List<String> low = api.submitMany(10_000, """
                {"job_type": "noop", "priority": "low", "payload": {"sleep_ms": 20}}""");
        await().atMost(SOON).until(() -> ledger.completed(low) > 500);

        String high = api.submit("""
                {"job_type": "noop", "priority": "high"}""");

        await().atMost(SOON).until(() -> api.statusOf(high).equals("completed"));
        JsonNode job = api.job(high);
        assertThat(Duration.between(
                        Instant.parse(job.get("created_at").asText()),
                        Instant.parse(job.get("started_at").asText())))
                .isLessThan(Duration.ofMillis(250));
        await().atMost(SOON).until(() -> ledger.completed(low) == low.size());
        assertThat(ledger.attempts(low)).isEqualTo(low.size());
    }

    @Test
    void lowJobsProgressWhileThousandsOfHighOnesWait() {
        List<String> high = api.submitMany(3_000, """
                {"job_type": "noop", "priority": "high", "payload": {"sleep_ms": 50}}""");
        List<String> low = api.submitMany(20, """
                {"job_type": "noop", "priority": "low", "payload": {"sleep_ms": 20}}""");

        await().atMost(SOON).until(() -> ledger.completed(high) == high.size());

        assertThat(ledger.completed(low)).isEqualTo(low.size());
        assertThat(ledger.lastStart(low)).isBefore(ledger.lastStart(high));
    }

    @Test
    void aServiceThatDiesIsStartedAgainOnItsPort() {
        RunningMillrace.Process victim = millrace.process("job-api-1");

        victim.kill();

        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> api.get("/health/ready").status() == 200);
        RunningMillrace.Process again = millrace.process("job-api-1");
        assertThat(again.pid()).isNotEqualTo(victim.pid());
        assertThat(again.port()).isEqualTo(victim.port());
    }

    @Test
    void aWorkerStoppedInOrderUnderLoadRunsNothingTwice() {
        millrace.run("scale", "worker=2");
        List<String> ids = api.submitMany(2_000, """
                {"job_type": "noop", "payload": {"sleep_ms": 50}}""");
        await().atMost(SOON).until(() -> ledger.completed(ids) > 100);

        millrace.run("scale", "worker=1");

        await().atMost(SOON).until(() -> ledger.completed(ids) == ids.size());
        assertThat(ledger.attempts(ids)).isEqualTo(ids.size());
    }

    private List<RunningMillrace.Process> services() {
        return millrace.processes().stream()
                .filter(process -> process.name().startsWith("job-"))
                .toList();
    }
}
