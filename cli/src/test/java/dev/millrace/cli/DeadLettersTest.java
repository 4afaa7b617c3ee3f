package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.outcome.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final String DRY_RUN = "{\"count\":2,\"token\":\"t-1\",\"samples\":[{\"id\":\"" + Samples.ID
            + "\",\"job_type\":\"noop\",\"error_type\":\"Boom\",\"error_message\":\"it broke\"}]}";

    private final StubApi api = new StubApi().on("POST /dead-letters/discard", 200, DRY_RUN);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void withoutATerminalNothingIsDoneUnlessItIsConfirmed() {
        Ran ran = Ran.at(api).run("dead", "discard", "24cc6a0a30d4b755");

        assertThat(ran.exitCode()).isEqualTo(ExitCode.NOT_CONFIRMED);
        assertThat(ran.err()).contains("2 dead letters").contains("--yes");
        assertThat(api.asked()).hasSize(1);
        assertThat(api.asked().getFirst().body())
                .isEqualTo("{\"filter\":{\"fingerprint\":[\"24cc6a0a30d4b755\"]},\"dry_run\":true}");
    }

    @Test
    void whoIsAskedSeesWhatIsMeantAndMaySayNo() {
        Ran ran = Ran.at(api).onTerminal(80).typing("n\n").run("dead", "discard", "--type", "noop");

        assertThat(ran.exitCode()).isEqualTo(ExitCode.NOT_CONFIRMED);
        assertThat(ran.err()).contains("it broke").contains("Discard 2 dead letters? [y/N]");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void whoSaysYesActsOnExactlyWhatWasCounted() {
        api.on("GET /bulk-operations/op", 200, operation("completed", 0));

        Ran ran = Ran.at(api).onTerminal(80).typing("y\n").run("dead", "discard", "--type", "noop", "-o", "json");

        assertThat(api.asked().get(1).body()).isEqualTo("{\"token\":\"t-1\"}");
        assertThat(ran.err()).contains("Discard 2");
    }

    @Test
    void anOperationIsWaitedFor() {
        StubApi slow = new StubApi()
                .on(
                        "POST /dead-letters/retry",
                        200,
                        "{\"count\":2,\"token\":\"t-1\",\"samples\":[],\"id\":\"op\",\"state\":\"running\"}")
                .on("GET /bulk-operations/op", 200, operation("completed", 0));
        try (slow) {
            Ran ran = Ran.at(slow).run("dead", "retry", "--all", "--yes");

            assertThat(ran.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(ran.out()).contains("completed: 2 done, 0 skipped, 0 failed of 2");
        }
    }

    @Test
    void anOperationThatFailedOnSomeEndsBadly() {
        StubApi failing = new StubApi()
                .on(
                        "POST /dead-letters/retry",
                        200,
                        "{\"count\":2,\"token\":\"t-1\",\"samples\":[],\"id\":\"op\",\"state\":\"running\"}")
                .on("GET /bulk-operations/op", 200, operation("completed", 1));
        try (failing) {
            assertThat(Ran.at(failing).run("dead", "retry", "--all", "-y").exitCode())
                    .isEqualTo(ExitCode.ENDED_BADLY);
        }
    }

    @Test
    void aDryRunOnlyLooks() {
        Ran ran = Ran.at(api).run("dead", "discard", Samples.ID, "--dry-run");

        assertThat(ran.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(ran.out()).contains("it broke");
        assertThat(api.asked()).hasSize(1);
        assertThat(api.asked().getFirst().body()).contains("\"ids\":[\"" + Samples.ID + "\"]");
    }

    private static String operation(String state, int failed) {
        return "{\"id\":\"op\",\"state\":\"%s\",\"matched\":2,\"done\":%d,\"skipped\":0,\"failed\":%d}"
                .formatted(state, 2 - failed, failed);
    }
}
