package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.outcome.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmitTest {
    private final StubApi api = new StubApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void theIdAloneIsPrinted() {
        api.on("POST /jobs", 201, Samples.job("pending", ""));

        assertThat(Ran.at(api).run("submit", "noop").out()).isEqualTo(Samples.ID + "\n");
    }

    @Test
    void allThatIsSaidOfAJobIsSent() {
        api.on("POST /jobs", 201, Samples.job("pending", ""));

        Ran.at(api)
                .run(
                        "submit",
                        "noop",
                        "--payload",
                        "{\"a\":1.10,\"b\":1}",
                        "-p",
                        "b=2",
                        "-p",
                        "c=plain text",
                        "--queue",
                        "mail",
                        "--priority",
                        "high",
                        "--delay",
                        "1m30s",
                        "--unique-key",
                        "k",
                        "--tag",
                        "x",
                        "--tag",
                        "y",
                        "--max-retries",
                        "0",
                        "--timeout",
                        "1500ms");

        assertThat(api.asked().getFirst().body())
                .isEqualTo("{\"queue\":\"mail\",\"priority\":\"high\",\"delay_seconds\":90.000,\"unique_key\":\"k\","
                        + "\"tags\":[\"x\",\"y\"],\"max_retries\":0,\"timeout_seconds\":2,\"job_type\":\"noop\","
                        + "\"payload\":{\"a\":1.10,\"b\":2,\"c\":\"plain text\"}}");
    }

    @Test
    void aPayloadIsReadFromStandardInput() {
        api.on("POST /jobs", 201, Samples.job("pending", ""));

        Ran.at(api).typing("{\"n\": 1}").run("submit", "noop", "--payload-file", "-");

        assertThat(api.asked().getFirst().body()).contains("\"payload\":{\"n\":1}");
    }

    @Test
    void whoWaitsLearnsThatAJobHasDied() {
        watched(Samples.job("running", ""), Samples.failed("it broke"));

        Ran ran = Ran.at(api).run("submit", "noop", "--wait");

        assertThat(ran.exitCode()).isEqualTo(ExitCode.ENDED_BADLY);
        assertThat(ran.err()).contains("running").contains("it broke").doesNotContain("\u001B");
    }

    @Test
    void whoWaitsLearnsThatAJobHasCompleted() {
        watched(Samples.job("completed", ""));

        assertThat(Ran.at(api).run("submit", "noop", "--wait").exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void whoWaitsInVainIsToldByTheExitCode() {
        watched(Samples.job("running", ""));

        assertThat(Ran.at(api).run("submit", "noop", "--wait=200ms").exitCode()).isEqualTo(ExitCode.TIME_OVER);
    }

    @Test
    void aBarIsDrawnOnATerminal() {
        watched(
                Samples.job("running", ",\"progress\":{\"percent\":40,\"message\":\"cutting\"}"),
                Samples.job("completed", ""));

        Ran ran = Ran.at(api).onTerminal(120).with("NO_COLOR", "1").run("submit", "noop", "--wait");

        assertThat(ran.err())
                .contains("[########............]  40 %")
                .contains("cutting")
                .contains("\u001B[1A\r\u001B[J");
    }

    @Test
    void aLineThatIsRefusedIsNamedAndStopsNoOther() {
        api.on("POST /jobs/bulk", 201, "{\"items\":[{\"id\":\"" + Samples.ID + "\",\"status\":\"pending\"}]}");

        Ran ran = Ran.at(api)
                .typing("{\"payload\":{}}\n\n{broken\n{\"job_type\":\"noop\",\"payloads\":{}}\n")
                .run("submit", "noop", "--lines", "-", "-o", "json");

        assertThat(ran.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(ran.out()).isEqualTo("{\"line\":1,\"id\":\"" + Samples.ID + "\",\"status\":\"pending\"}\n");
        assertThat(ran.err())
                .contains("line 3: is no JSON")
                .contains("line 4: /payloads: there is no such field")
                .contains("1 accepted, 2 refused");
    }

    @Test
    void whoIsNotAllowedToSubmitIsNotAskedForMoreLines() {
        api.on("POST /jobs/bulk", 403, Samples.problem(403, "forbidden"));

        assertThat(Ran.at(api)
                        .typing("{}\n")
                        .run("submit", "noop", "--lines", "-")
                        .exitCode())
                .isEqualTo(ExitCode.NOT_ALLOWED);
    }

    @Test
    void aReplayChangesSingleValuesOfTheOldPayload() {
        api.on("GET /jobs/" + Samples.ID, 200, Samples.job("dead", ""));
        api.on("POST /jobs/" + Samples.ID + "/replay", 201, Samples.job("pending", ""));

        Ran.at(api).run("jobs", "replay", Samples.ID, "-p", "m=2");

        assertThat(api.asked().getLast().body()).isEqualTo("{\"payload\":{\"n\":1.10,\"m\":2}}");
    }

    private void watched(String... states) {
        String[] events = new String[states.length];
        for (int i = 0; i < states.length; i++) {
            events[i] = StubApi.event("job", states[i]);
        }
        api.live("GET /events", events);
        api.on("POST /jobs", 201, Samples.job("pending", ""));
        api.on("GET /jobs/" + Samples.ID + "/attempts", 200, "{\"items\":[]}");
        api.on("GET /jobs/" + Samples.ID, 200, states[states.length - 1]);
    }
}
