package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.MillraceCommand;
import dev.millrace.cli.terminal.Surroundings;
import dev.millrace.cli.terminal.Terminals;
import dev.millrace.core.testing.RealServices;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line and the packaged services understand each other. Every verb is run in this process, which is quick; the main roads
 * as users run them, too, through the jar and the launcher.
 */
class CommandLineSystemTest {
    private static final RunningMillrace MILLRACE = RunningMillrace.shared();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path JAR = RealServices.repository().resolve("cli/target/millrace-cli.jar");
    private static final long LONGEST_SECONDS = 60;

    @TempDir
    private Path directory;

    private record Ran(int exitCode, String out, String err) {
        String word() {
            return out.strip();
        }

        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (JsonProcessingException none) {
                throw new AssertionError(this.toString(), none);
            }
        }
    }

    private record NoTerminals(boolean isInput, boolean isOutput, boolean isError, int columns) implements Terminals {}

    @Test
    void aJobIsSubmittedFollowedAndShown() {
        Ran waited = run("submit", "noop", "-p", "sleep_ms=50", "--tag", "cli", "--wait=30s", "-o", "json");
        assertThat(waited.json().path("status").asText()).as(waited.toString()).isEqualTo("completed");
        String id = waited.json().path("id").asText();

        assertThat(waited.exitCode()).isZero();
        assertThat(run("jobs", "get", id).out())
                .contains("completed")
                .contains("sleep_ms")
                .contains("Attempts");
        assertThat(run("jobs", "get", id, "-o", "json")
                        .json()
                        .path("tags")
                        .path(0)
                        .asText())
                .isEqualTo("cli");
        assertThat(run("jobs", "watch", id).out()).contains(id).contains("completed");
        assertThat(run("jobs", "list", "--tag", "cli", "--created-after", "1h").out())
                .contains(id);
        assertThat(run("jobs", "list", "--type", "noop", "--all", "-o", "json")
                        .out()
                        .lines())
                .anySatisfy(line -> assertThat(line).contains(id));
        String again = run("jobs", "replay", id, "-p", "sleep_ms=1").word();
        assertThat(MILLRACE.api().job(again).path("replay_of").asText()).isEqualTo(id);
        assertThat(MILLRACE.api().job(again).path("payload").path("sleep_ms").asInt())
                .isEqualTo(1);
    }

    @Test
    void theLogOfAJobIsFollowedToItsEnd() {
        String id = run(
                        "submit",
                        "process_video",
                        "--payload",
                        "{\"video_url\":\"https://example.org/a.mov\",\"duration\":0.5}")
                .word();

        Ran followed = run("jobs", "logs", id, "-f");

        assertThat(followed.exitCode()).as(followed.toString()).isZero();
        assertThat(followed.out()).contains("info");
        assertThat(run("jobs", "logs", id).out()).isEqualTo(followed.out());
        assertThat(run("jobs", "logs", id, "-o", "json")
                        .out()
                        .lines()
                        .findFirst()
                        .orElse(""))
                .contains("\"job_id\":\"" + id + "\"");
    }

    @Test
    void allThatAFilterFindsIsCanceled() {
        String tag = "cancel-" + UUID.randomUUID();
        List<String> ids = List.of(
                run("submit", "noop", "--delay", "1h", "--tag", tag).word(),
                run("submit", "noop", "--delay", "1h", "--tag", tag).word());

        assertThat(run("jobs", "cancel", "--tag", tag).exitCode()).isEqualTo(7);
        Ran canceled = run("jobs", "cancel", "--tag", tag, "--status", "scheduled", "--reason", "tested", "--yes");

        assertThat(canceled.exitCode()).as(canceled.toString()).isZero();
        assertThat(canceled.out()).contains("2 done");
        assertThat(ids).allSatisfy(id -> assertThat(MILLRACE.api().statusOf(id)).isEqualTo("canceled"));
    }

    @Test
    void jobsThatWaitAreCanceled() {
        String id = run("submit", "noop", "--delay", "1h").word();

        assertThat(run("jobs", "cancel", id).out()).contains("canceled");
        assertThat(run("jobs", "cancel", id).exitCode()).isEqualTo(4);
        assertThat(run("jobs", "watch", id).exitCode()).isEqualTo(1);
        assertThat(run("jobs", "watch", UUID.randomUUID().toString()).exitCode())
                .isEqualTo(3);
        assertThat(run("jobs", "get", "nonsense").exitCode()).isEqualTo(3);
    }

    @Test
    void whoWaitsForAJobThatIsNotDueIsToldWhenTheTimeIsOver() {
        Ran ran = run(
                "submit",
                "noop",
                "--at",
                Instant.now().plus(Duration.ofHours(1)).toString(),
                "--wait=300ms");

        assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(124);
        run("jobs", "cancel", ran.err().lines().findFirst().orElse("").replace("Submitted ", ""));
    }

    @Test
    void deadLettersAreSeenTogetherAndRetriedOrDiscarded() {
        String tag = "cli-" + UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            assertThat(run("submit", "noop", "-p", "fail_times=1", "--max-retries", "0", "--tag", tag, "--wait")
                            .exitCode())
                    .isEqualTo(1);
        }
        List<String> ids = new ArrayList<>();
        run("dead", "list", "--tag", tag, "-o", "json")
                .json()
                .path("items")
                .forEach(job -> ids.add(job.path("id").asText()));
        assertThat(ids).hasSize(3);
        String fingerprint = MILLRACE.api()
                .job(ids.getFirst())
                .path("error")
                .path("fingerprint")
                .asText();

        assertThat(run("dead", "groups").out()).contains(fingerprint);
        assertThat(run("dead", "retry", "--tag", tag).exitCode()).isEqualTo(7);
        assertThat(run("dead", "discard", fingerprint, "--tag", tag, "--dry-run", "-o", "json")
                        .json()
                        .path("count")
                        .asInt())
                .isEqualTo(3);
        assertThat(run("jobs", "retry", ids.get(0)).exitCode()).isZero();
        assertThat(run("jobs", "watch", ids.get(0)).exitCode()).isZero();
        Ran retried = run("dead", "retry", ids.get(1), "--yes", "-o", "json");
        assertThat(retried.json().path("done").asInt()).as(retried.toString()).isEqualTo(1);
        assertThat(run("jobs", "watch", ids.get(1)).exitCode()).isZero();
        assertThat(run("dead", "discard", "--tag", tag, "--yes", "--reason", "tested")
                        .out())
                .contains("completed: 1 done");
        assertThat(run("dead", "discard", "--tag", tag, "--yes").exitCode()).isZero();
    }

    @Test
    void queuesArePausedAndResumed() {
        assertThat(run("queues", "create", "cli-queue").out()).contains("unserved");
        assertThat(run("queues", "pause", "cli-queue", "--reason", "tested").out())
                .contains("paused")
                .contains("tested");
        assertThat(run("queues", "list", "-o", "json").out()).contains("\"paused_reason\":\"tested\"");
        assertThat(run("queues", "resume", "cli-queue", "-o", "json")
                        .json()
                        .path("paused")
                        .asBoolean())
                .isFalse();
        assertThat(run("queues", "list").out()).contains("cli-queue");
        assertThat(run("queues", "resume", "no-such-queue").exitCode()).isEqualTo(3);
    }

    @Test
    void schedulesAreMadeChangedRunAndDeletedByName() {
        assertThat(run("schedules", "preview", "0 2 * * *", "--after", "2026-03-29T00:00:00Z", "--count", "1")
                        .out())
                .contains("2026-03-29T02:00:00.000Z");
        assertThat(run(
                                "schedules",
                                "create",
                                "cli nightly",
                                "--type",
                                "noop",
                                "--cron",
                                "0 2 * * *",
                                "-p",
                                "sleep_ms=1")
                        .out())
                .contains("cli nightly");
        assertThat(run("schedules", "create", "cli nightly", "--type", "noop", "--cron", "@daily")
                        .exitCode())
                .isEqualTo(4);
        assertThat(run("schedules", "change", "cli nightly", "--cron", "0 3 * * *", "-o", "json")
                        .json()
                        .path("cron_expression")
                        .asText())
                .isEqualTo("0 3 * * *");
        assertThat(run("schedules", "pause", "cli nightly").out()).contains("paused");
        assertThat(run("schedules", "list", "--paused").out()).contains("cli nightly");
        assertThat(run("schedules", "run", "cli nightly", "--wait=30s").exitCode())
                .isZero();
        assertThat(run("schedules", "resume", "cli nightly").out()).contains(" on ");
        assertThat(run("schedules", "get", "cli nightly").out()).contains("at 03:00");
        assertThat(run("schedules", "delete", "cli nightly").exitCode()).isZero();
        assertThat(run("schedules", "get", "cli nightly").exitCode()).isEqualTo(3);
    }

    @Test
    void workersAndTypesAreShown() {
        assertThat(run("workers").out()).contains("healthy");
        assertThat(run("workers", "-o", "json").json().path("items")).isNotEmpty();
        assertThat(run("types").out()).contains("send_email");
        assertThat(run("types", "send_email").out())
                .contains("Payload (JSON Schema)")
                .contains("\"to\"");
        assertThat(run("types", "send_email", "-o", "json")
                        .json()
                        .path("schema")
                        .path("type")
                        .asText())
                .isEqualTo("object");
        assertThat(run("types", "no_such_type").exitCode()).isEqualTo(3);
    }

    @Test
    void manyJobsAreSubmittedByTheJarALineEach() throws Exception {
        Path lines = directory.resolve("jobs.jsonl");
        Files.writeString(
                lines,
                IntStream.range(0, 1_000)
                                .mapToObj(place -> "{\"payload\":{\"note\":\"" + place + "\"}}")
                                .collect(Collectors.joining("\n"))
                        + "\n{\"job_type\":\"no_such_type\"}\n");

        Ran ran = process(lines, jar("submit", "noop", "--lines", "-"));

        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(4);
        assertThat(ran.out().lines().distinct()).hasSize(1_000);
        assertThat(ran.err()).contains("line 1001: /job_type").contains("1,000 accepted, 1 refused");
    }

    @Test
    void theLauncherHandsVerbsOnAndFindsTheRunningSystem() {
        assertThat(MILLRACE.run("workers")).contains("healthy");
    }

    @Test
    void theJarTellsScriptsThatNobodyIsThere() throws Exception {
        Ran ran = process(Path.of("/dev/null"), jar("workers", "--url", "http://127.0.0.1:1", "--patience", "10ms"));

        assertThat(ran.exitCode()).isEqualTo(6);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void aBarIsDrawnOnARealTerminal() throws Exception {
        assumeThat(Path.of("/usr/bin/script")).isExecutable();
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        String id = run("submit", "noop", "-p", "sleep_ms=100").word();

        Ran ran = process(
                Path.of("/dev/null"),
                List.of(
                        "script",
                        "-qec",
                        String.join(" ", jar("jobs", "watch", id)),
                        directory.resolve("typescript").toString()));

        assertThat(ran.exitCode()).as(ran.toString()).isZero();
        assertThat(ran.out()).contains("[####################] 100 %").contains("\u001B[32mcompleted");
    }

    private static Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = MillraceCommand.run(
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8),
                        new NoTerminals(false, false, false, 0),
                        Map.of("MILLRACE_URL", MILLRACE.environment("MILLRACE_URL")),
                        Clock.systemUTC()),
                arguments);
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static List<String> jar(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Ran process(Path input, List<String> command) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        builder.environment().put("MILLRACE_URL", MILLRACE.environment("MILLRACE_URL"));
        builder.environment().put("TERM", "xterm");
        builder.environment().put("COLUMNS", "120");
        builder.environment().remove("NO_COLOR");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }
}
