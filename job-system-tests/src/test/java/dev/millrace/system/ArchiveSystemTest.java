package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.chaos.altered.PackagedService;
import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What this very Java makes of the archives for quicker starts: one that does not fit must stop nothing and say nothing. */
@EnabledIfSystemProperty(named = "millrace.test.all", matches = "true")
class ArchiveSystemTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path repository = RealServices.repository();

    @TempDir
    Path folder;

    private Path service;
    private Path log;

    @BeforeEach
    void copyTheService() throws IOException {
        service = PackagedService.copy(
                repository.resolve("job-scheduler/target/quarkus-app"), folder.resolve("packaged"), Set.of());
        log = folder.resolve("log");
    }

    @Test
    void aServiceStartsWithItsArchiveAlsoWhereItWasMoved() throws Exception {
        prepare();
        Path moved = folder.resolve("moved");
        Files.move(service, moved);
        service = moved;

        assertThat(mapsWhileItRuns(archive())).isTrue();
    }

    @Test
    void anArchiveOfAnEarlierBuildIsNotUsedAndNotSpokenOf() throws Exception {
        prepare();
        Files.setLastModifiedTime(core(), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));

        assertThat(mapsWhileItRuns(archive())).isFalse();
        assertThat(log).content().doesNotContain("archive-").doesNotContainIgnoringCase("aot");
    }

    @Test
    void anArchiveThatIsCutOffIsNotUsed() throws Exception {
        prepare();
        try (FileChannel file = FileChannel.open(archive(), StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }

        assertThat(mapsWhileItRuns(archive())).isFalse();
    }

    private void prepare() throws Exception {
        assertThat(command("prepare").start().waitFor()).isZero();
    }

    private boolean mapsWhileItRuns(Path file) throws Exception {
        Process process = command("start")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await().atMost(SOON).untilAsserted(() -> assertThat(log).content().contains("Listening on"));
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps"))
                    .contains(file.toString());
        } finally {
            process.destroy();
            if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private ProcessBuilder command(String name) {
        ProcessBuilder builder = new ProcessBuilder(
                repository.resolve("deploy/service").resolve(name).toString(), service.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MILLRACE_PG_URL", "postgresql://nobody:reaches-this-one@127.0.0.1:1/nowhere");
        builder.environment().put("MILLRACE_AMQP_URL", "amqp://nobody:reaches-this-one@127.0.0.1:1/nowhere");
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        return builder;
    }

    private Path archive() {
        return first(service, "archive-");
    }

    private Path core() {
        return first(service.resolve("lib/main"), "dev.millrace.job-core-");
    }

    private static Path first(Path directory, String prefix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
