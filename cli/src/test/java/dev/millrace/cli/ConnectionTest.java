package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
    private final StubApi api = new StubApi().on("GET /workers", 200, "{\"items\":[]}");

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void theKeyOfTheEnvironmentIsShown() {
        Ran.at(api).with("MILLRACE_API_KEY", "mr_one_1").run("workers");

        assertThat(api.asked().getFirst().authorization()).isEqualTo("Bearer mr_one_1");
    }

    @Test
    void theKeyOfAFileGoesBeforeThatOfTheEnvironment() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "mr_two_2\nnot this\n");

        Ran.at(api).with("MILLRACE_API_KEY", "mr_one_1").run("workers", "--api-key-file", file.toString());

        assertThat(api.asked().getFirst().authorization()).isEqualTo("Bearer mr_two_2");
    }

    @Test
    void aFileWithoutAKeyIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "\n");

        assertThat(Ran.at(api).run("workers", "--api-key-file", file.toString()).exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void withoutAKeyNoneIsShown() {
        Ran.at(api).with("MILLRACE_API_KEY", "").run("workers");

        assertThat(api.asked().getFirst().authorization()).isNull();
    }

    @Test
    void theAddressOfTheCommandLineGoesBeforeThatOfTheEnvironment() {
        Ran ran = new Ran.Command().with("MILLRACE_URL", "http://127.0.0.1:1").run("workers", "--url", api.address());

        assertThat(ran.exitCode()).isEqualTo(ExitCode.DONE);
    }
}
