package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.outcome.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodeTest {
    private final StubApi api = new StubApi();

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({"404, 3", "409, 4", "422, 4", "413, 4", "401, 5", "403, 5"})
    void eachRefusalOfTheServerHasItsExitCode(int status, int expected) {
        api.on("GET /workers", status, Samples.problem(status, "some_code"));

        Ran ran = Ran.at(api).run("workers");

        assertThat(ran.exitCode()).isEqualTo(expected);
        assertThat(ran.err()).contains("for a reason").contains("(" + status + " some_code)");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void whoHasNoKeyIsToldWhereToPutOne() {
        api.on("GET /workers", 401, Samples.problem(401, "unauthenticated"));

        assertThat(Ran.at(api).run("workers").err())
                .contains("MILLRACE_API_KEY")
                .contains("--api-key-file");
    }

    @Test
    void aServerThatIsAwayIsOutOfReach() {
        String address = api.address();
        api.close();

        Ran ran = new Ran.Command().run("workers", "--url", address, "--patience", "50ms");

        assertThat(ran.exitCode()).isEqualTo(ExitCode.OUT_OF_REACH);
        assertThat(ran.err()).contains("out of reach");
    }

    @Test
    void withoutAServerNothingIsAsked() {
        Ran ran = new Ran.Command().run("workers");

        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("MILLRACE_URL").contains("--url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "jobs",
                "jobs list --nonsense",
                "jobs list --limit 0",
                "jobs list --created-after yesterday",
                "jobs watch no-id",
                "submit",
                "submit noop --delay soon",
                "submit noop --wait=soon",
                "submit noop --payload [1]",
                "submit --lines - --wait",
                "dead retry",
                "dead retry --all --type noop",
                "schedules change nightly",
                "workers --url nowhere"
            })
    void aCommandLineThatMakesNoSenseIsRefusedBeforeAnythingIsChanged(String line) {
        Ran ran = Ran.at(api).run(line.split(" "));

        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).startsWith("millrace: ").doesNotContain("Exception");
        assertThat(api.asked()).isEmpty();
    }
}
