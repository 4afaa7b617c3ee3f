package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.outcome.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelTest {
    private final StubApi api = new StubApi()
            .on(
                    "POST /bulk-operations",
                    200,
                    "{\"count\":3,\"token\":\"t-1\",\"samples\":[],\"id\":\"op\",\"state\":\"running\"}")
            .on(
                    "GET /bulk-operations/op",
                    200,
                    "{\"id\":\"op\",\"state\":\"completed\",\"matched\":3,\"done\":3,\"skipped\":0,\"failed\":0}");

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void jobsThatAreNamedAreCanceledAtOnce() {
        api.on("POST /jobs/" + Samples.ID + "/cancel", 200, Samples.job("canceled", ""));

        assertThat(Ran.at(api).run("jobs", "cancel", Samples.ID).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void jobsThatAFilterFindsAreCountedFirst() {
        Ran ran = Ran.at(api).run("jobs", "cancel", "--queue", "mail", "--status", "pending,retrying");

        assertThat(ran.exitCode()).isEqualTo(ExitCode.NOT_CONFIRMED);
        assertThat(ran.err()).contains("Cancel 3 jobs?");
        assertThat(api.asked()).hasSize(1);
        assertThat(api.asked().getFirst().body())
                .isEqualTo("{\"action\":\"cancel\",\"filter\":{\"queue\":[\"mail\"],"
                        + "\"status\":[\"pending\",\"retrying\"]},\"dry_run\":true}");
    }

    @Test
    void whatWasCountedIsCanceledWhenItIsConfirmed() {
        Ran ran = Ran.at(api).run("jobs", "cancel", "--queue", "mail", "--yes");

        assertThat(ran.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(ran.out()).contains("3 done");
        assertThat(api.asked().get(1).body()).isEqualTo("{\"token\":\"t-1\"}");
    }

    @Test
    void jobsThatHaveNotFailedAreShownWithoutAnError() {
        try (StubApi looking = new StubApi()
                .on(
                        "POST /bulk-operations",
                        200,
                        "{\"count\":1,\"token\":\"t-1\",\"samples\":[{\"id\":\"" + Samples.ID
                                + "\",\"job_type\":\"noop\","
                                + "\"queue\":\"mail\",\"status\":\"pending\",\"attempts\":0,"
                                + "\"error_type\":null,\"error_message\":null}]}")) {
            assertThat(Ran.at(looking)
                            .run("jobs", "cancel", "--queue", "mail", "--dry-run")
                            .out())
                    .contains("pending")
                    .doesNotContain("null");
        }
    }

    @Test
    void nothingIsNotEverything() {
        Ran ran = Ran.at(api).run("jobs", "cancel");

        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("say which: ids, filters, or --all");
        assertThat(api.asked()).isEmpty();
    }
}
