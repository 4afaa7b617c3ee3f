package dev.millrace.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.millrace.launching.Launcher;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what at a dashboard that knows its people. */
@EnabledIf(value = "dev.millrace.system.Chromium#isThere", disabledReason = "there is no Chromium")
class DashboardAccessSystemTest {
    private static final String PASSWORD = "a password to look with";
    private static final String CANCEL_BY_HAND = """
            async id => {
              const session = await (await fetch('/api/v1/session')).json();
              const answer = await fetch(`/api/v1/jobs/${id}/cancel`, {
                method: 'POST', headers: {'X-CSRF-Token': session.csrf_token}
              });
              return answer.status;
            }""";

    @TempDir
    private static Path folder;

    private static final RunningMillrace launcher = RunningMillrace.shared();
    private static String root;
    private static Api admin;
    private Chromium.Tab tab;
    private Page page;

    @BeforeAll
    static void bringUpWithAuthentication() {
        launcher.run(Map.of("MILLRACE_HOME", home(), "MILLRACE_AUTH_MODE", "required"), "up");
        Map<String, String> exports = Launcher.exports(launcher.run(Map.of("MILLRACE_HOME", home()), "env"));
        // A session's cookie needs https, or this name.
        root = exports.get("MILLRACE_URL").replace("127.0.0.1", "localhost");
        admin = new Api(URI.create(exports.get("MILLRACE_URL")), exports.get("MILLRACE_API_KEY"));
        assertThat(admin.post("/api/v1/users", """
                {"username": "vera", "password": "%s", "role": "viewer"}""".formatted(PASSWORD)).status())
                .isEqualTo(201);
    }

    @AfterAll
    static void endIt() {
        launcher.run(Map.of("MILLRACE_HOME", home()), "down", "--data");
    }

    @BeforeEach
    void open() {
        tab = Chromium.open(root, ColorScheme.LIGHT);
        page = tab.page();
    }

    @AfterEach
    void close() {
        tab.close();
    }

    @Test
    void whoSignsInComesWhereTheyWantedAndSignsOut() {
        page.navigate("/dashboard/queues");
        assertThat(page).hasURL(Pattern.compile(".*/dashboard/sign-in\\?next=.*"));
        signIn("not the password");
        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        tab.picture("sign-in");
        signIn(PASSWORD);

        assertThat(page).hasURL(Pattern.compile(".*/dashboard/queues"));
        assertThat(page.locator(".who")).containsText("vera");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(page).hasURL(Pattern.compile(".*/dashboard/sign-in.*"));
        page.navigate("/dashboard/jobs");
        assertThat(page).hasURL(Pattern.compile(".*/dashboard/sign-in.*"));
    }

    @Test
    void aViewerSeesNothingToActWithAndIsRefusedByHand() {
        String id = admin.submit("{\"job_type\": \"noop\", \"delay_seconds\": 3600}");
        page.navigate("/dashboard/jobs/" + id);
        signIn(PASSWORD);
        assertThat(page.locator("section[aria-label=Status]")).containsText("scheduled");

        assertThat(page.locator("header.head button", new Page.LocatorOptions().setHasText("Cancel")))
                .hasCount(0);
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Submit")))
                .hasCount(0);
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Users")))
                .hasCount(0);
        assertThat(page.evaluate(CANCEL_BY_HAND, id)).isEqualTo(403);
        assertThat(admin.statusOf(id)).isEqualTo("scheduled");
        page.navigate("/dashboard/users");
        assertThat(page.getByText("It takes the role admin.")).isVisible();
    }

    @Test
    void theWallScreenWantsASignInToo() {
        page.navigate("/ops");

        assertThat(page).hasURL(Pattern.compile(".*/dashboard/sign-in\\?next=.*ops"));
    }

    private void signIn(String password) {
        page.getByLabel("User name").fill("vera");
        page.getByLabel("Password").fill(password);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
    }

    private static String home() {
        return folder.resolve("home").toString();
    }
}
