package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is printed of answers. */
class ShownTest {
    private static final String ESCAPE = "\u001B";

    private final StubApi api = new StubApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aTableTellsHowLongAgoUnlessTimesAreWantedAsTheyAre() {
        api.on("GET /jobs", 200, Samples.page("null", Samples.job("completed", "")));

        assertThat(Ran.at(api).run("jobs", "list").out()).contains("1h ago");
        assertThat(Ran.at(api).run("jobs", "list", "--utc").out()).contains("2026-03-29T11:00:00.000Z");
    }

    @Test
    void jsonIsTheAnswerWithEveryDigit() {
        api.on("GET /jobs", 200, Samples.page("null", Samples.job("completed", ",\"x\":12345678901234567890.10")));

        assertThat(Ran.at(api).run("jobs", "list", "-o", "json").out())
                .isEqualTo(Samples.page("null", Samples.job("completed", ",\"x\":12345678901234567890.10")) + "\n");
    }

    @Test
    void allOfAListIsWalkedPageByPageADocumentALine() {
        api.on("GET /jobs?limit=200&cursor=second", 200, Samples.page("null", Samples.job("dead", "")));
        api.on("GET /jobs?limit=200", 200, Samples.page("\"second\"", Samples.job("completed", "")));

        assertThat(Ran.at(api).run("jobs", "list", "--all", "-o", "json").out())
                .isEqualTo(Samples.job("completed", "") + "\n" + Samples.job("dead", "") + "\n");
    }

    @Test
    void whatFollowsIsTold() {
        api.on("GET /jobs?limit=1", 200, Samples.page("\"abc\"", Samples.job("completed", "")));

        Ran ran = Ran.at(api).run("jobs", "list", "--limit", "1");

        assertThat(ran.err()).contains("--cursor abc");
        assertThat(ran.out()).doesNotContain("abc");
    }

    @Test
    void linesFitTheTerminal() {
        api.on("GET /jobs", 200, Samples.page("null", Samples.failed("long ".repeat(50))));

        assertThat(Ran.at(api)
                        .onTerminal(120)
                        .with("NO_COLOR", "1")
                        .run("jobs", "list")
                        .out()
                        .lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    @Test
    void nothingIsCutWhereNobodyLooks() {
        api.on("GET /jobs", 200, Samples.page("null", Samples.failed("long ".repeat(50) + "end")));

        assertThat(Ran.at(api).run("jobs", "list").out()).contains("long end");
    }

    @Test
    void coloursAreShownOnATerminalUnlessNobodyWantsThem() {
        api.on("GET /jobs", 200, Samples.page("null", Samples.job("completed", "")));

        assertThat(Ran.at(api).onTerminal(120).run("jobs", "list").out()).contains(ESCAPE + "[32mcompleted");
        assertThat(Ran.at(api)
                        .onTerminal(120)
                        .with("NO_COLOR", "1")
                        .run("jobs", "list")
                        .out())
                .doesNotContain(ESCAPE);
        assertThat(Ran.at(api)
                        .onTerminal(120)
                        .with("TERM", "dumb")
                        .run("jobs", "list")
                        .out())
                .doesNotContain(ESCAPE);
        assertThat(Ran.at(api).run("jobs", "list").out()).doesNotContain(ESCAPE);
    }

    @Test
    void whatAJobSaysCannotSteerTheTerminal() {
        api.on("GET /jobs/" + Samples.ID + "/attempts", 200, "{\"items\":[]}");
        api.on("GET /jobs", 200, Samples.failed("\\u001b]0;owned\\u0007 and \\u009b31m"));

        assertThat(Ran.at(api).run("jobs", "get", Samples.ID).out())
                .contains("owned")
                .doesNotContain(ESCAPE)
                .doesNotContain("\u009b");
        assertThat(Ran.at(api).run("jobs", "get", Samples.ID, "-o", "json").out())
                .contains("\\u009b31m")
                .doesNotContain("\u009b");
    }

    @Test
    void filtersAreHandedOn() {
        api.on("GET /jobs", 200, Samples.page("null"));

        Ran.at(api)
                .run(
                        "jobs",
                        "list",
                        "--status",
                        "dead,retrying",
                        "--type",
                        "noop",
                        "--tag",
                        "a b",
                        "--created-after",
                        "2h",
                        "--where",
                        "to.address=ada@example.org",
                        "--sort",
                        "-finished_at");

        assertThat(api.asked().getFirst().line())
                .contains("status=dead%2Cretrying")
                .contains("job_type=noop")
                .contains("tag=a%20b")
                .contains("created_after=2026-03-29T10%3A00%3A00Z")
                .contains("payload.to.address=ada%40example.org")
                .contains("sort=-finished_at");
    }
}
