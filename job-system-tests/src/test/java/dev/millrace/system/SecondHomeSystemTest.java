package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.launching.Launcher;
import dev.millrace.launching.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A second Millrace beside one that runs: in a home of its own, with servers of its own, and with authentication. */
@EnabledIfSystemProperty(named = "millrace.test.all", matches = "true")
class SecondHomeSystemTest {
    private static final String JOB = """
            {"job_type": "noop"}""";

    @TempDir
    private static Path folder;

    private static final RunningMillrace launcher = RunningMillrace.shared();
    private static List<RunningProcess> before;
    private static Path home;

    @BeforeAll
    static void seeWhatRuns() {
        before = launcher.processes();
        home = folder.resolve("a home");
    }

    @AfterAll
    static void endItAlone() {
        launcher.run(at(home), "down", "--data");
        assertThat(launcher.processes()).isEqualTo(before);
    }

    @Test
    void aSecondHomeHasServersOfItsOwnAndTouchesNoneThatRun() {
        String exports = launcher.run(at(home), "servers");

        assertThat(exports)
                .contains("MILLRACE_PG_URL", "MILLRACE_AMQP_URL")
                .doesNotContain(launcher.environment("MILLRACE_PG_URL"))
                .doesNotContain(launcher.environment("MILLRACE_AMQP_URL"));
        assertThat(launcher.processes()).isEqualTo(before);
    }

    @Test
    void onlyWhoShowsTheKeyThatWasHandedOutIsAnsweredAndNoSecretIsLogged() throws IOException {
        Map<String, String> required = Map.of("MILLRACE_HOME", home.toString(), "MILLRACE_AUTH_MODE", "required");
        String printed = launcher.run(required, "up");
        Map<String, String> exports = Launcher.exports(launcher.run(at(home), "env"));
        String key = exports.get("MILLRACE_API_KEY");
        URI root = URI.create(exports.get("MILLRACE_URL"));

        assertThat(printed).contains(key).contains("password");
        assertThat(new Api(root).get("/api/v1/jobs").status()).isEqualTo(401);
        assertThat(new Api(root).post("/api/v1/jobs", JOB).status()).isEqualTo(401);
        assertThat(new Api(root, key.substring(0, key.length() - 1) + "_")
                        .post("/api/v1/jobs", JOB)
                        .status())
                .isEqualTo(401);
        assertThat(new Api(root).get("/q/health/ready").status()).isEqualTo(200);

        Api api = new Api(root, key);
        String id = api.submit(JOB);
        await().atMost(Duration.ofSeconds(60)).until(() -> api.statusOf(id).equals("completed"));
        assertThat(launcher.run(at(home), "status")).contains("completed");
        assertThat(launcher.run(at(home), "doctor"))
                .contains(
                        "what is committed is on disk",
                        "each lane has its queue",
                        "it takes messages and confirms them")
                .contains("Nothing to mend.");
        assertThat(launcher.run(required, "up")).doesNotContain(key);

        assertThat(secrets(home)).isNotEmpty().allSatisfy(secret -> assertThat(logs(home))
                .doesNotContain(secret));
        assertThat(launcher.processes()).isEqualTo(before);
    }

    private static Map<String, String> at(Path anotherHome) {
        return Map.of("MILLRACE_HOME", anotherHome.toString());
    }

    private static List<String> secrets(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("secrets"))) {
            return files.map(SecondHomeSystemTest::read)
                    .map(String::strip)
                    .filter(secret -> secret.length() > 20)
                    .toList();
        }
    }

    private static String logs(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("logs"))) {
            StringBuilder all = new StringBuilder();
            files.filter(file -> file.getFileName().toString().startsWith("job-"))
                    .map(SecondHomeSystemTest::read)
                    .forEach(all::append);
            return all.toString();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
