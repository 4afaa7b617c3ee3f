package dev.millrace.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What people do at the dashboard, in a real browser, on the packaged services. */
@EnabledIf(value = "dev.millrace.system.Chromium#isThere", disabledReason = "there is no Chromium")
class DashboardSystemTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final double SOON_MS = SOON.toMillis();
    private static final LocatorAssertions.IsVisibleOptions SEEN_SOON =
            new LocatorAssertions.IsVisibleOptions().setTimeout(SOON_MS);

    private final RunningMillrace millrace = RunningMillrace.shared();
    private final Api api = millrace.api();
    private Chromium.Tab tab;
    private Page page;

    @BeforeEach
    void open() {
        tab = Chromium.open(millrace.environment("MILLRACE_URL"), ColorScheme.LIGHT);
        page = tab.page();
    }

    @AfterEach
    void close() {
        tab.close();
    }

    @Test
    void aJobSubmittedFromTheFormIsSeenToComplete() {
        page.navigate("/dashboard/submit?type=process_video");
        page.locator("#payload-duration").fill("3");
        assertThat(page.locator("[data-test=curl]")).containsText("\"duration\": 3");

        page.getByRole(AriaRole.BUTTON, named("Submit")).click();

        assertThat(page).hasURL(Pattern.compile(".*/dashboard/jobs/[0-9a-f-]{36}"), urlSoon());
        assertThat(status("running")).isVisible(SEEN_SOON);
        assertThat(page.getByRole(AriaRole.METER)).isVisible(SEEN_SOON);
        assertThat(status("completed")).isVisible(SEEN_SOON);
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void aPayloadThatBreaksTheSchemaIsShownWhereItDoes() {
        page.navigate("/dashboard/submit?type=send_email");
        page.locator("#payload-failure_rate").fill("7");

        assertThat(page.getByText("must be at most 1")).isVisible();
    }

    @Test
    void aJobIsSeenToDieAndIsReplayedWithAnEditedPayload() {
        String id = dyingJob("edited-" + UUID.randomUUID(), 5);
        page.navigate("/dashboard/jobs/" + id);
        assertThat(status("retrying")).isVisible(SEEN_SOON);
        assertThat(status("dead")).isVisible(SEEN_SOON);
        assertThat(page.locator("table.waterfall tbody tr")).hasCount(2);
        assertThat(page.locator("table.waterfall")).containsText("AskedToFail");
        tab.picture("job");

        page.getByRole(AriaRole.BUTTON, named("Replay…")).click();
        Locator editor = page.locator("#json-text");
        editor.fill("{\"fail_times\": \"many\"}");
        assertThat(page.locator("dialog")).containsText("/fail_times must be");
        assertThat(page.locator("dialog").getByRole(AriaRole.BUTTON, within("Replay")))
                .isDisabled();
        editor.fill("{\"fail_times\": 0}");
        assertThat(page.locator(".diff")).containsText("added:");
        tab.picture("replay");
        page.locator("dialog").getByRole(AriaRole.BUTTON, within("Replay")).click();

        assertThat(page).not().hasURL(Pattern.compile(".*" + id));
        assertThat(status("completed")).isVisible(SEEN_SOON);
        assertThat(page.getByText("Replay of")).isVisible();
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void aGroupOfDeadLettersIsRetriedAfterItWasCounted() {
        String type = "noop";
        String first = dyingJob("group", 2);
        String second = dyingJob("group", 2);
        await().atMost(SOON)
                .until(() -> api.statusOf(first).equals("dead")
                        && api.statusOf(second).equals("dead"));
        String fingerprint = api.job(first).at("/error/fingerprint").asText();

        page.navigate("/dashboard/dead-letters");
        assertThat(page.locator("tr", containing("AskedToFail")).first()).containsText(type);
        tab.picture("dead-letters");
        page.navigate("/dashboard/dead-letters?fingerprint=" + fingerprint);
        page.getByRole(AriaRole.BUTTON, named("Retry the group…")).click();
        assertThat(page.locator("[data-test=bulk-count]")).containsText("job");
        assertThat(api.statusOf(first)).isEqualTo("dead");
        page.locator("dialog")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("Retry \\d+ jobs?")))
                .click();
        page.locator("dialog").getByRole(AriaRole.BUTTON, within("Done")).click();

        await().atMost(SOON)
                .until(() -> api.statusOf(first).equals("completed")
                        && api.statusOf(second).equals("completed"));
    }

    @Test
    void whatIsFilteredSortedAndPagedStandsInTheAddress() {
        String tag = "shared-" + UUID.randomUUID();
        api.submitMany(60, """
                {"job_type": "noop", "tags": ["%s"]}""".formatted(tag));

        page.navigate("/dashboard/jobs");
        page.locator("#tag").fill(tag);
        page.getByRole(AriaRole.BUTTON, named("Last hour")).focus();
        page.getByRole(AriaRole.BUTTON, named("Last hour")).click();
        assertThat(page).hasURL(Pattern.compile(".*tag=" + tag + ".*created_after=.*"));
        assertThat(page.locator("mr-jobs-table tbody tr")).hasCount(50);
        assertThat(page.locator(".table-foot")).containsText("60 in all");
        page.getByRole(AriaRole.LINK, named("Type")).click();
        assertThat(page.locator("th[aria-sort=descending]")).hasText(Pattern.compile("\\s*Type\\s*"));
        page.getByRole(AriaRole.LINK, named("Next page")).click();
        assertThat(page.locator("mr-jobs-table tbody tr")).hasCount(10);

        try (Chromium.Tab other = Chromium.open(millrace.environment("MILLRACE_URL"), ColorScheme.DARK)) {
            other.page().navigate(page.url());
            assertThat(other.page().locator("mr-jobs-table tbody tr")).hasCount(10);
            assertThat(other.page().locator("#tag")).hasValue(tag);
        }
        page.goBack();
        assertThat(page.locator("mr-jobs-table tbody tr")).hasCount(50);
        tab.picture("jobs");
    }

    @Test
    void rowsThatComeWhileOneReadsWaitUntilTheyAreAskedFor() {
        String tag = "news-" + UUID.randomUUID();
        String first =
                api.submit("{\"job_type\": \"noop\", \"tags\": [\"%s\"], \"delay_seconds\": 3600}".formatted(tag));
        page.navigate("/dashboard/jobs?status=scheduled&tag=" + tag);
        assertThat(page.locator("mr-jobs-table tbody tr")).hasCount(1);

        api.submit("{\"job_type\": \"noop\", \"tags\": [\"%s\"], \"delay_seconds\": 3600}".formatted(tag));

        Locator news = page.getByRole(AriaRole.BUTTON, named("1 new"));
        assertThat(news).isVisible(SEEN_SOON);
        assertThat(page.locator("mr-jobs-table tbody tr")).hasCount(1);
        news.click();
        assertThat(page.locator("mr-jobs-table tbody tr")).hasCount(2);

        page.getByLabel("Choose job " + first).check();
        page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Chosen rows"))
                .getByRole(AriaRole.BUTTON, within("cancel…"))
                .click();
        assertThat(page.locator("dialog [data-test=bulk-count]")).hasText("1");
        page.locator("dialog")
                .getByRole(AriaRole.BUTTON, within("Cancel 1 job"))
                .click();
        page.locator("dialog").getByRole(AriaRole.BUTTON, within("Done")).click();
        await().atMost(SOON).until(() -> api.statusOf(first).equals("canceled"));
    }

    @Test
    void aScheduleIsMadeWithItsNextFiresInViewAndPausedAndRun() {
        String name = "browser " + UUID.randomUUID();
        page.navigate("/dashboard/schedules");
        page.getByRole(AriaRole.BUTTON, named("New schedule")).first().click();
        page.locator("#schedule-name").fill(name);
        page.locator("#schedule-cron").fill("not cron");
        assertThat(page.locator("[data-test=preview] .wrong")).isVisible();
        page.locator("#schedule-cron").fill("15 3 * * 1");
        assertThat(page.locator("[data-test=preview]")).containsText("03:15");
        page.locator("#schedule-type").selectOption("noop");
        tab.picture("schedule");
        page.getByRole(AriaRole.BUTTON, named("Create")).click();

        Locator row = page.locator("tr", containing(name));
        assertThat(row).containsText("active");
        page.getByRole(AriaRole.BUTTON, named("Pause " + name)).click();
        assertThat(row).containsText("paused");
        page.getByRole(AriaRole.BUTTON, named("Run now " + name)).click();
        assertThat(page).hasURL(Pattern.compile(".*/dashboard/jobs/[0-9a-f-]{36}"), urlSoon());
        assertThat(status("completed")).isVisible(SEEN_SOON);
    }

    @Test
    void aQueueIsPausedForAReasonAndResumed() {
        page.navigate("/dashboard/queues");
        page.getByRole(AriaRole.BUTTON, named("Pause default")).click();
        page.getByLabel("Reason, shown with the queue").fill("the mail server moves");
        page.locator("dialog").getByRole(AriaRole.BUTTON, within("Pause")).click();
        Locator queue = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Queue default"));
        assertThat(queue).containsText("the mail server moves");
        String id = api.submit("{\"job_type\": \"noop\"}");
        tab.picture("queues");

        page.getByRole(AriaRole.BUTTON, named("Resume default")).click();
        page.locator("dialog").getByRole(AriaRole.BUTTON, within("Resume")).click();

        assertThat(page.getByRole(AriaRole.BUTTON, named("Pause default"))).isVisible();
        await().atMost(SOON).until(() -> api.statusOf(id).equals("completed"));
    }

    @Test
    void aRunningJobIsCanceled() {
        String id = api.submit("{\"job_type\": \"noop\", \"payload\": {\"sleep_ms\": 60000}}");
        page.navigate("/dashboard/jobs/" + id);
        assertThat(status("running")).isVisible(SEEN_SOON);

        page.getByRole(AriaRole.BUTTON, named("Cancel")).click();
        page.locator("dialog")
                .getByRole(AriaRole.BUTTON, within("Cancel the job"))
                .click();

        assertThat(status("canceled")).isVisible(SEEN_SOON);
    }

    @Test
    void everythingIsWithinReachOfTheKeyboard() {
        String id = api.submit("{\"job_type\": \"noop\"}");
        await().atMost(SOON).until(() -> api.statusOf(id).equals("completed"));
        page.navigate("/dashboard");
        assertThat(page.getByRole(AriaRole.HEADING, named("Overview"))).isVisible();

        page.keyboard().press("g");
        page.keyboard().press("j");
        assertThat(page).hasURL(Pattern.compile(".*/dashboard/jobs"));
        assertThat(page.locator("mr-jobs-table tbody tr").first()).isVisible();
        page.keyboard().press("j");
        page.keyboard().press("x");
        assertThat(page.locator("tr.chosen")).hasCount(1);
        page.keyboard().press("?");
        assertThat(page.getByRole(AriaRole.HEADING, named("Keys"))).isVisible();
        page.keyboard().press("Escape");
        page.keyboard().press("/");
        page.keyboard().type(id);
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*/dashboard/jobs/" + id));
        page.keyboard().press("g");
        page.keyboard().press("o");
        page.keyboard().press("r");
        assertThat(page.locator("mr-banner")).containsText("Paused");
    }

    @Test
    void whileTheServiceIsAwayTheBannerSaysHowOldThePageIs() {
        page.navigate("/dashboard/workers");
        assertThat(page.locator("mr-live-state")).containsText("Live");

        millrace.run("stop", "job-api-1");
        try {
            assertThat(page.locator("mr-banner")).containsText("interrupted", textSoon());
            assertThat(page.locator("mr-workers tbody tr").first()).isVisible();
        } finally {
            millrace.run("start", "job-api-1");
        }

        assertThat(page.locator("mr-live-state")).containsText("Live", textSoon());
        assertThat(page.locator("mr-banner")).isEmpty();
    }

    private Locator status(String status) {
        return page.locator("section[aria-label=Status] .badge", new Page.LocatorOptions().setHasText(status));
    }

    private String dyingJob(String tag, int failures) {
        return api.submit("""
                {"job_type": "noop", "payload": {"fail_times": %d}, "max_retries": 1, "tags": ["%s"],
                 "retry": {"base_seconds": 2, "max_seconds": 2}}""".formatted(failures, tag));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator.GetByRoleOptions within(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page.LocatorOptions containing(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    private static PageAssertions.HasURLOptions urlSoon() {
        return new PageAssertions.HasURLOptions().setTimeout(SOON_MS);
    }

    private static LocatorAssertions.ContainsTextOptions textSoon() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(SOON_MS);
    }
}
