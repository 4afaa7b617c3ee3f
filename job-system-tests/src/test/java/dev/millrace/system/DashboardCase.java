package dev.millrace.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;

/** What tests of the dashboard need: a tab of Chromium, and hands that use the keyboard alone. */
@EnabledIf(value = "dev.millrace.system.Chromium#isThere", disabledReason = "there is no Chromium")
abstract class DashboardCase {
    static final Duration SOON = Duration.ofSeconds(30);
    static final LocatorAssertions.IsVisibleOptions SEEN_SOON =
            new LocatorAssertions.IsVisibleOptions().setTimeout(SOON.toMillis());
    private static final Pattern JOB_PAGE = Pattern.compile(".*/dashboard/jobs/[0-9a-f-]{36}");

    final RunningMillrace millrace = RunningMillrace.shared();
    final Api api = millrace.api();
    Chromium.Tab tab;
    Page page;

    @AfterEach
    void close() {
        if (tab != null) {
            tab.close();
        }
    }

    /** A tab of somebody who has never been here. */
    void open(String root, ColorScheme theme) {
        close();
        tab = Chromium.open(root, theme);
        page = tab.page();
    }

    /** Does what pressing a button or following a link does, by the keyboard, which must be able to do everything. */
    void use(Locator control) {
        assertThat(control).isEnabled();
        control.press("Enter");
    }

    void use(String button) {
        use(button(button));
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, named(name));
    }

    Locator link(String name) {
        return page.getByRole(AriaRole.LINK, named(name));
    }

    Locator dialog() {
        return page.locator("dialog");
    }

    Locator inDialog(String button) {
        return dialog().getByRole(AriaRole.BUTTON, within(button));
    }

    /** The status that a job's page shows. */
    Locator status(String status) {
        return page.locator("section[aria-label=Status] .badge", new Page.LocatorOptions().setHasText(status));
    }

    void seeStatus(String status) {
        assertThat(status(status)).isVisible(SEEN_SOON);
    }

    void seeAJobsPage() {
        assertThat(page).hasURL(JOB_PAGE, new PageAssertions.HasURLOptions().setTimeout(SOON.toMillis()));
    }

    void seeSoon(Locator where, String text) {
        assertThat(where).containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(SOON.toMillis()));
    }

    Locator row(String text) {
        return page.locator("main tbody tr", new Page.LocatorOptions().setHasText(text));
    }

    static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    static Locator.GetByRoleOptions within(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }
}
