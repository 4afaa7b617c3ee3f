package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that axe knows of keeps people away from any page. */
@EnabledIf(value = "dev.millrace.system.Chromium#isThere", disabledReason = "there is no Chromium")
class DashboardAccessibilitySystemTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> PAGES = List.of(
            "/dashboard",
            "/dashboard/jobs",
            "/dashboard/jobs?tag=no-job-has-this",
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

    private final RunningMillrace millrace = RunningMillrace.shared();
    private final Api api = millrace.api();

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void axeFindsNothing(ColorScheme theme) {
        String dead = api.submit("{\"job_type\": \"noop\", \"payload\": {\"fail_times\": 9}, \"max_retries\": 0}");
        await().atMost(SOON).until(() -> api.statusOf(dead).equals("dead"));

        try (Chromium.Tab tab = Chromium.open(millrace.environment("MILLRACE_URL"), theme)) {
            PAGES.forEach(path -> check(tab, path));
            check(tab, "/dashboard/jobs/" + dead);
            assertThat(tab.complaints()).isEmpty();
        }
    }

    private static void check(Chromium.Tab tab, String path) {
        tab.page().navigate(path);
        tab.page().locator("h1").waitFor();
        tab.page().waitForFunction("() => !document.querySelector('main .state[role=status]')");
        tab.page().waitForLoadState(LoadState.DOMCONTENTLOADED);

        assertThat(new AxeBuilder(tab.page()).analyze().getViolations())
                .as(path)
                .extracting(violation -> violation.getImpact() + " " + violation.getId() + " " + violation.getNodes())
                .isEmpty();
        String name = path.replaceAll("^/|/[0-9a-f-]{36}|\\?.*", "").replace('/', '-');
        if (path.equals("/dashboard") || path.equals("/ops")) {
            tab.picture(name + "-"
                    + tab.page()
                            .evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'"));
        }
    }
}
