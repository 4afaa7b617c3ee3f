package dev.millrace.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.millrace.core.testing.TcpProxy;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do at the dashboard, in a real browser, on the packaged services. */
class DashboardSystemTest extends DashboardCase {
    private static final int LONGER_THAN_A_BREAK_MAY_TAKE_MS = 5_000;
    private static final int LONGER_THAN_UNTIL_THE_NEXT_POLL_MS = 6_000;

    @BeforeEach
    void open() {
        open(millrace.environment("MILLRACE_URL"), ColorScheme.LIGHT);
    }

    @Test
    void aJobSubmittedFromTheFormIsSeenToComplete() {
        page.navigate("/dashboard/submit?type=process_video");
        page.locator("#payload-duration").fill("3");
        assertThat(page.locator("[data-test=curl]")).containsText("\"duration\": 3");
        use("Submit");

        seeAJobsPage();
        assertThat(page.getByRole(AriaRole.METER)).isVisible(SEEN_SOON);
        seeStatus("completed");
        assertThat(page.locator("mr-waterfall tbody tr")).containsText("completed");
        seeSoon(page.locator(".log"), "encoding");
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void aPayloadThatBreaksTheSchemaIsShownWhereItDoes() {
        page.navigate("/dashboard/submit?type=send_email");
        page.locator("#payload-failure_rate").fill("7");
        assertThat(page.getByText("must be at most 1")).isVisible();

        use("JSON");
        Locator editor = page.locator("#json-text");
        editor.fill("{\"to\": ");
        assertThat(editor).hasValue("{\"to\": ");
        assertThat(button("Submit")).isDisabled();
        editor.fill("{\"to\": [\"ada@example.org\"], \"subject\": \"Hello\"}");
        assertThat(button("Submit")).isEnabled();
        assertThat(page.locator("[data-test=curl]")).containsText("Hello");
    }

    @Test
    void aJobIsSeenToDieAndIsReplayedWithAnEditedPayload() {
        // Soon, so that the page is there before it begins.
        String id = api.submit("""
                {"job_type": "noop", "payload": {"fail_times": 5}, "max_retries": 1, "delay_seconds": 1,
                 "retry": {"base_seconds": 2, "max_seconds": 2}}""");
        page.navigate("/dashboard/jobs/" + id);
        seeStatus("retrying");
        seeStatus("dead");
        assertThat(page.locator("table.waterfall tbody tr")).hasCount(2);
        assertThat(page.locator("table.waterfall")).containsText("AskedToFail");
        tab.picture("job");

        use("Replay…");
        Locator editor = page.locator("#json-text");
        editor.fill("{\"fail_times\": \"many\"}");
        assertThat(dialog()).containsText("/fail_times must be");
        assertThat(inDialog("Replay")).isDisabled();
        editor.fill("{\n  \"fail_times\": 0\n}");
        assertThat(page.locator(".diff")).containsText("added:");
        tab.picture("replay");
        use(inDialog("Replay"));

        assertThat(page).not().hasURL(Pattern.compile(".*" + id));
        seeStatus("completed");
        assertThat(page.getByText("Replay of")).isVisible();
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void longNumbersKeepTheirDigitsWhenTheyAreShownAndReplayed() {
        String id = api.submit("""
                {"job_type": "http_request", "delay_seconds": 3600,
                 "payload": {"url": "http://127.0.0.1:1/", "method": "POST", "body": {"account": 12345678901234567890.125}}}""");
        api.post("/api/v1/jobs/" + id + "/cancel", "{}");
        page.navigate("/dashboard/jobs/" + id);
        assertThat(page.locator("pre").first()).containsText("12345678901234567890.125");

        use("Replay…");
        Locator editor = page.locator("#json-text");
        assertThat(editor).hasValue(Pattern.compile(".*12345678901234567890\\.125.*", Pattern.DOTALL));
        editor.fill(editor.inputValue().replace("127.0.0.1:1/", "127.0.0.1:2/"));
        use(inDialog("Replay"));

        assertThat(page).not().hasURL(Pattern.compile(".*" + id));
        seeAJobsPage();
        assertThat(page.locator("pre").first()).containsText("12345678901234567890.125");
        String replayed = page.url().replaceAll(".*/", "");
        assertThat(api.job(replayed).at("/payload/url").asText()).contains("127.0.0.1:2/");
        api.post("/api/v1/jobs/" + replayed + "/cancel", "{}");
    }

    @Test
    void aGroupOfDeadLettersIsRetriedAfterItWasCounted() {
        String dying = """
                {"job_type": "noop", "payload": {"fail_times": 2}, "max_retries": 1,
                 "retry": {"base_seconds": 1, "max_seconds": 1}}""";
        String first = api.submit(dying);
        String second = api.submit(dying);
        await().atMost(SOON)
                .until(() -> api.statusOf(first).equals("dead")
                        && api.statusOf(second).equals("dead"));
        page.navigate("/dashboard/dead-letters");
        assertThat(row("AskedToFail").first()).containsText("noop");
        tab.picture("dead-letters");

        page.navigate("/dashboard/dead-letters?fingerprint="
                + api.job(first).at("/error/fingerprint").asText());
        use("Retry the group…");
        assertThat(page.locator("[data-test=bulk-count]")).containsText("job");
        assertThat(api.statusOf(first)).isEqualTo("dead");
        use(dialog().getByRole(
                        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("Retry \\d+ jobs?"))));
        use(inDialog("Done"));

        await().atMost(SOON)
                .until(() -> api.statusOf(first).equals("completed")
                        && api.statusOf(second).equals("completed"));
    }

    @Test
    void whatIsFilteredSortedAndPagedStandsInTheAddress() {
        String tag = "shared-" + UUID.randomUUID();
        api.submitMany(60, """
                {"job_type": "noop", "tags": ["%s"]}""".formatted(tag));
        Locator rows = page.locator("mr-jobs mr-jobs-table tbody tr");

        page.navigate("/dashboard/jobs");
        page.locator("#tag").fill(tag);
        page.locator("#tag").press("Enter");
        // Only a day is searched by tag, and it says so.
        assertThat(page).hasURL(Pattern.compile(".*tag=" + tag + ".*created_after=.*"));
        assertThat(page.locator("#created_after")).isVisible();
        assertThat(rows).hasCount(50);
        assertThat(page.locator(".table-foot")).containsText("60 in all");
        use(link("Type"));
        assertThat(page.locator("th[aria-sort=descending]")).hasText(Pattern.compile("\\s*Type\\s*"));
        use(link("Next page"));
        assertThat(rows).hasCount(10);

        try (Chromium.Tab other = Chromium.open(millrace.environment("MILLRACE_URL"), ColorScheme.DARK)) {
            other.page().navigate(page.url());
            assertThat(other.page().locator("mr-jobs mr-jobs-table tbody tr")).hasCount(10);
            assertThat(other.page().locator("#tag")).hasValue(tag);
        }
        page.goBack();
        assertThat(rows).hasCount(50);
        tab.picture("jobs");
    }

    @Test
    void rowsThatComeWhileOneReadsWaitAndThoseThatAreChosenAreCanceledTogether() {
        String tag = "news-" + UUID.randomUUID();
        String job = """
                {"job_type": "noop", "tags": ["%s"], "delay_seconds": 3600}""".formatted(tag);
        List<String> ids = api.submitMany(2, job);
        Locator rows = page.locator("mr-jobs mr-jobs-table tbody tr");
        page.navigate("/dashboard/jobs?status=scheduled&tag=" + tag);
        assertThat(rows).hasCount(2);

        String third = api.submit(job);

        assertThat(button("1 new")).isVisible(SEEN_SOON);
        assertThat(rows).hasCount(2);
        use("1 new");
        assertThat(rows).hasCount(3);

        ids.forEach(id -> page.getByLabel("Choose job " + id).press("Space"));
        api.post("/api/v1/jobs/" + ids.getFirst() + "/cancel", "{}");
        use(page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Chosen rows"))
                .getByRole(AriaRole.BUTTON, within("cancel…")));
        assertThat(page.locator("[data-test=bulk-count]")).hasText("1 job");
        assertThat(dialog()).containsText("1 chosen row cannot be canceled and will be left alone.");
        page.locator("#bulk-reason").fill("not wanted any more");
        use(inDialog("Cancel 1 job"));
        use(inDialog("Done"));

        await().atMost(SOON).until(() -> api.statusOf(ids.get(1)).equals("canceled"));
        assertThat(api.statusOf(third)).isEqualTo("scheduled");
    }

    @Test
    void aScheduleIsMadeWithItsNextFiresInViewAndPausedAndRun() {
        String name = "browser " + UUID.randomUUID();
        page.navigate("/dashboard/schedules");
        use(button("New schedule").first());
        page.locator("#schedule-name").fill(name);
        page.locator("#schedule-cron").fill("not cron");
        assertThat(page.locator("[data-test=preview] .wrong")).isVisible();
        page.locator("#schedule-cron").fill("15 3 * * 1");
        assertThat(page.locator("[data-test=preview]")).containsText("03:15");
        page.locator("#schedule-type").selectOption("noop");
        tab.picture("schedule");
        use("Create");

        assertThat(row(name)).containsText("active");
        use("Pause " + name);
        assertThat(row(name)).containsText("paused");
        use("Run now " + name);
        seeAJobsPage();
        seeStatus("completed");
        page.goBack();
        use("Delete " + name);
        use(inDialog("Delete"));
        assertThat(row(name)).hasCount(0);
    }

    @Test
    void aQueueIsPausedForAReasonAndResumed() {
        page.navigate("/dashboard/queues");
        use("Pause default");
        page.getByLabel("Reason, shown with the queue").fill("the mail server moves");
        use(inDialog("Pause"));
        try {
            assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Queue default")))
                    .containsText("the mail server moves");
            String id = api.submit("{\"job_type\": \"noop\"}");
            tab.picture("queues");
            assertThat(api.statusOf(id)).isEqualTo("pending");

            use("Resume default");
            use(inDialog("Resume"));

            assertThat(button("Pause default")).isVisible();
            await().atMost(SOON).until(() -> api.statusOf(id).equals("completed"));
        } finally {
            // Whatever has failed here, other tests want it.
            api.post("/api/v1/queues/default/resume", "{}");
        }
    }

    @Test
    void aRunningJobIsCanceled() {
        String id = api.submit("{\"job_type\": \"noop\", \"payload\": {\"sleep_ms\": 60000}}");
        page.navigate("/dashboard/jobs/" + id);
        seeStatus("running");

        use("Cancel");
        use(inDialog("Cancel the job"));

        seeStatus("canceled");
    }

    @Test
    void keysLeadEverywhere() {
        String id = api.submit("{\"job_type\": \"noop\"}");
        await().atMost(SOON).until(() -> api.statusOf(id).equals("completed"));
        page.navigate("/dashboard");
        assertThat(page.getByRole(AriaRole.HEADING, named("Overview"))).isVisible();

        press("g", "j");
        assertThat(page).hasURL(Pattern.compile(".*/dashboard/jobs"));
        assertThat(page.locator("mr-jobs mr-jobs-table tbody tr").first()).isVisible();
        press("j", "x");
        assertThat(page.locator("tr.chosen")).hasCount(1);
        press("?");
        assertThat(page.getByRole(AriaRole.HEADING, named("Keys"))).isVisible();
        press("Escape", "/");
        page.keyboard().type(id);
        press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*/dashboard/jobs/" + id));
        press("g", "o", "r");
        assertThat(page.locator("mr-banner")).containsText("Paused");
    }

    @Test
    void whileTheServiceIsOutOfReachTheBannerSaysHowOldThePageIs() {
        String id = waitingJob();
        try (TcpProxy network =
                TcpProxy.to(TcpProxy.HOST, millrace.process("job-api-1").port())) {
            open("http://127.0.0.1:" + network.port(), ColorScheme.LIGHT);
            page.clock().install();
            page.navigate("/dashboard/jobs/" + id);
            assertThat(page.locator("mr-live-state")).containsText("Live");
            // The stream may open before the job has come, and a page that never had it has nothing old to show.
            seeStatus("scheduled");

            network.refuse(true);
            network.cut();
            seeSoon(page.locator("mr-live-state"), "Interrupted");
            page.clock().fastForward(LONGER_THAN_A_BREAK_MAY_TAKE_MS);
            seeSoon(page.locator("mr-banner"), "Live updates are interrupted");
            api.post("/api/v1/jobs/" + id + "/cancel", "{}");
            assertThat(status("scheduled")).isVisible();

            network.refuse(false);
            seeStatus("canceled");
            assertThat(page.locator("mr-banner > div")).hasCount(0);
        }
    }

    @Test
    void withoutAStreamThePageAsksAgainAndAgain() {
        String id = waitingJob();
        page.clock().install();
        page.route(Pattern.compile(".*/events\\?.*"), route -> route.abort());
        page.navigate("/dashboard/jobs/" + id);
        seeStatus("scheduled");
        seeSoon(page.locator("mr-live-state"), "Interrupted");

        api.post("/api/v1/jobs/" + id + "/cancel", "{}");
        page.clock().fastForward(LONGER_THAN_UNTIL_THE_NEXT_POLL_MS);

        seeStatus("canceled");
    }

    private void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    private String waitingJob() {
        return api.submit("{\"job_type\": \"noop\", \"delay_seconds\": 3600}");
    }
}
