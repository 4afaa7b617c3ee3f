package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that axe knows of keeps people away from any page, and the keyboard reaches all that is on it. */
class DashboardAccessibilitySystemTest extends DashboardCase {
    private static final List<String> PAGES = List.of(
            "/dashboard",
            "/dashboard/jobs?status=running,retrying",
            "/dashboard/jobs?status=scheduled&tag=no-job-has-this&created_after=2026-01-01T00:00:00.000Z",
            "/dashboard/dead-letters",
            "/dashboard/schedules",
            "/dashboard/queues",
            "/dashboard/workers",
            "/dashboard/logs",
            "/dashboard/submit?type=send_email",
            "/dashboard/keys",
            "/dashboard/users",
            "/dashboard/audit",
            "/dashboard/there-is-no-such-page",
            "/ops");
    /** Marks what takes the focus, and tells what should but has not. */
    private static final String WATCH_FOCUS = """
            () => {
              const reached = new WeakSet();
              document.addEventListener('focusin', event => reached.add(event.target));
              window.unreached = () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
                .filter(control => !control.disabled && control.tabIndex >= 0 && control.checkVisibility())
                .filter(control => !reached.has(control))
                .map(control => control.outerHTML.slice(0, 200));
            }""";
    /** What acts when it is clicked, but which the keyboard never comes to. */
    private static final String DEAF_TO_KEYS = """
            () => [...document.querySelectorAll('[role=button], [role=link], [onclick], button[tabindex="-1"], a:not([href])')]
              .filter(control => control.checkVisibility() && !control.matches('.unseen'))
              .map(control => control.outerHTML.slice(0, 200))""";

    private static final int TABS_A_TURN = 25;
    private static final int MOST_TABS = 500;

    private static String dead;
    private static String running;
    private static String schedule;

    @BeforeAll
    static void haveSomethingToShow() {
        Api api = RunningMillrace.shared().api();
        dead = api.submit("{\"job_type\": \"noop\", \"payload\": {\"fail_times\": 9}, \"max_retries\": 0}");
        running = api.submit("{\"job_type\": \"noop\", \"payload\": {\"sleep_ms\": 600000}}");
        schedule = api.post("/api/v1/scheduled-jobs", """
                        {"name": "Nightly %s", "job_type": "noop", "cron_expression": "0 3 * * *"}""".formatted(UUID.randomUUID()))
                .body()
                .get("id")
                .asText();
        await().atMost(SOON).until(() -> api.statusOf(dead).equals("dead"));
        await().atMost(SOON).until(() -> api.statusOf(running).equals("running"));
    }

    @AfterAll
    static void tidyUp() {
        Api api = RunningMillrace.shared().api();
        api.post("/api/v1/jobs/" + running + "/cancel", "{}");
        api.delete("/api/v1/scheduled-jobs/" + schedule);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void axeFindsNothingOnAnyPage(ColorScheme theme) {
        open(millrace.environment("MILLRACE_URL"), theme);
        PAGES.forEach(this::checkPage);
        picture(theme == ColorScheme.LIGHT ? "/dashboard" : "/ops");
        checkPage("/dashboard/jobs/" + running);
        checkPage("/dashboard/jobs/" + dead);
        checkDialog("Replay…");
        checkDialog("Change…");
        checkDialog("Discard");
        checkDialog("Keys");
        checkPage("/dashboard/dead-letters?fingerprint="
                + api.job(dead).at("/error/fingerprint").asText());
        checkDialog("Retry the group…");
        visit("/dashboard/schedules");
        checkDialog("New schedule");
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void everyControlOfEveryPageIsReachedByTab() {
        open(millrace.environment("MILLRACE_URL"), ColorScheme.LIGHT);
        PAGES.forEach(this::walk);
        walk("/dashboard/jobs/" + dead);
    }

    private void checkPage(String path) {
        visit(path);
        Axe.findsNothing(page);
    }

    private void picture(String path) {
        visit(path);
        page.locator(".chart").last().waitFor();
        tab.picture(path.equals("/ops") ? "ops" : "overview");
    }

    private void checkDialog(String button) {
        use(button);
        page.locator("dialog h2").waitFor();
        page.waitForFunction("() => !document.querySelector('dialog .state[role=status]')");
        Axe.findsNothing(page);
        page.keyboard().press("Escape");
        page.waitForFunction("() => !document.querySelector('dialog')");
    }

    private void walk(String path) {
        visit(path);
        // Rows that arrive meanwhile have not been passed by.
        page.keyboard().press("r");
        page.evaluate(WATCH_FOCUS);
        List<?> unreached = unreached();
        for (int pressed = 0; pressed < MOST_TABS && !unreached.isEmpty(); pressed += TABS_A_TURN) {
            for (int i = 0; i < TABS_A_TURN; i++) {
                page.keyboard().press("Tab");
            }
            unreached = unreached();
        }
        assertThat(unreached).as(path).isEmpty();
        assertThat((List<?>) page.evaluate(DEAF_TO_KEYS)).as(path).isEmpty();
    }

    private List<?> unreached() {
        return (List<?>) page.evaluate("() => window.unreached()");
    }

    private void visit(String path) {
        page.navigate(path);
        page.locator("h1").waitFor();
        page.waitForFunction("() => !document.querySelector('main .state[role=status]')");
    }
}
