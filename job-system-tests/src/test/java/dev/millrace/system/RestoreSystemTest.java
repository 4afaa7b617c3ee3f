package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A system at work is dumped, all of it is lost, and it is restored as docs/operations.md tells. */
class RestoreSystemTest {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration ENDED = Duration.ofSeconds(120);
    private static final int PATIENCE_MINUTES = 2;
    private static final String WAITING = "{\"job_type\": \"noop\", \"queue\": \"media\"}";

    @TempDir
    private static Path folder;

    @Test
    @EnabledIfSystemProperty(
            named = "millrace.test.all",
            matches = "true",
            disabledReason = "a minute, most of it for a lease to run out")
    void everyJobThatTheDumpKnewEndsAfterEverythingWasLost() throws Exception {
        Path dump = folder.resolve("millrace.dump");
        List<String> ids = new ArrayList<>();
        String dead;
        String schedule;
        try (FreshDatabase database = RealServices.freshDatabase();
                FreshBroker broker = RealServices.freshBroker();
                Services lost = new Services(database, broker, "default")) {
            Api api = lost.api();
            String done = api.submit("{\"job_type\": \"noop\"}");
            await().atMost(ENDED).until(() -> api.statusOf(done).equals("completed"));
            dead = api.submit("{\"job_type\": \"noop\", \"payload\": {\"fail_times\": 9}, \"max_retries\": 0}");
            await().atMost(ENDED).until(() -> api.statusOf(dead).equals("dead"));
            String running = api.submit("{\"job_type\": \"noop\", \"payload\": {\"sleep_ms\": 8000}}");
            await().atMost(ENDED).until(() -> api.statusOf(running).equals("running"));
            String retrying = api.submit("{\"job_type\": \"noop\", \"payload\": {\"fail_times\": 1},"
                    + " \"retry\": {\"base_seconds\": 5, \"max_seconds\": 5}}");
            await().atMost(ENDED).until(() -> api.statusOf(retrying).equals("retrying"));
            ids.addAll(List.of(done, running, retrying));
            assertThat(api.put("/api/v1/queues/media", "{}").status()).isLessThan(300);
            ids.addAll(api.submitMany(50, WAITING));
            ids.add(api.submit("{\"job_type\": \"noop\", \"delay_seconds\": 2}"));
            schedule = api.post(
                            "/api/v1/scheduled-jobs",
                            "{\"name\": \"nightly\", \"job_type\": \"noop\", \"cron_expression\": \"0 3 * * *\"}")
                    .body()
                    .path("id")
                    .asText();
            assertThat(schedule).isNotEmpty();

            run("pg_dump", "--format=custom", "--schema=millrace", "--file=" + dump, database.url());

            String late = api.submit(WAITING);
            assertThat(api.statusOf(late)).isEqualTo("pending");
        }

        try (FreshDatabase database = RealServices.emptyDatabase();
                FreshBroker broker = RealServices.freshBroker()) {
            run("psql", database.url(), "--command=DROP SCHEMA IF EXISTS millrace CASCADE");
            run("pg_restore", "--no-owner", "--exit-on-error", "--dbname=" + database.url(), dump.toString());
            try (Services restored = new Services(database, broker, "default,media")) {
                Api api = restored.api();
                assertThat(api.get("/api/v1/jobs/" + dead).body().path("status").asText())
                        .isEqualTo("dead");
                assertThat(api.get("/api/v1/scheduled-jobs/" + schedule).status())
                        .isEqualTo(200);

                await().atMost(ENDED).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> assertThat(ids)
                        .allSatisfy(id -> assertThat(api.statusOf(id)).isEqualTo("completed")));
            }
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        words.set(0, program(command[0]));
        Path log = Files.createTempFile(folder, command[0], ".log");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
                .as(command[0])
                .isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", command[0], Files.readString(log))
                .isZero();
    }

    /** Where Debian puts the programs of PostgreSQL, the newest first; else what the PATH has. */
    private static String program(String name) throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return name;
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::isExecutable)
                    .max(Path::compareTo)
                    .map(Path::toString)
                    .orElse(name);
        }
    }

    /** One of each service. */
    private static final class Services implements AutoCloseable {
        private final List<StartedService> started = new ArrayList<>();

        private Services(FreshDatabase database, FreshBroker broker, String queues) {
            Map<String, String> environment = Map.of(
                    "MILLRACE_PG_URL",
                    database.url(),
                    "MILLRACE_AMQP_URL",
                    broker.amqpUrl(),
                    "MILLRACE_WORKER_QUEUES",
                    queues,
                    "MILLRACE_WORKER_DRAIN_TIMEOUT",
                    "1s");
            for (String service : List.of("job-api", "job-worker", "job-scheduler")) {
                started.add(new StartedService(service, folder, environment));
            }
            try {
                for (StartedService service : started) {
                    await().atMost(READY).ignoreExceptions().until(service::isReady);
                }
            } catch (RuntimeException | Error failure) {
                close();
                throw failure;
            }
        }

        private Api api() {
            return started.getFirst().api();
        }

        @Override
        public void close() {
            // The worker first, so that it can still record what it gives back.
            started.reversed().forEach(StartedService::close);
        }
    }
}
