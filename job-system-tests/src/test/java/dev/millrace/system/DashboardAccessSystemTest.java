package dev.millrace.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.map;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what at a dashboard that knows its people. */
class DashboardAccessSystemTest extends DashboardCase {
    private static final String PASSWORD = "a password to look with";
    /** Everything that the pages can ask for, were they to show it. */
    private static final List<String> ACTIONS = List.of(
            "POST /jobs {\"job_type\": \"noop\"}",
            "POST /jobs/ID/cancel",
            "POST /jobs/ID/retry",
            "POST /jobs/ID/replay {}",
            "PATCH /jobs/ID {\"priority\": \"high\"}",
            "DELETE /dead-letters/ID",
            "POST /bulk-operations {\"action\": \"cancel\", \"all\": true}",
            "POST /dead-letters/retry {\"all\": true}",
            "POST /scheduled-jobs {\"name\": \"by hand\", \"job_type\": \"noop\", \"cron_expression\": \"@daily\"}",
            "POST /queues/default/pause {}",
            "GET /users",
            "GET /api-keys",
            "POST /api-keys {\"name\": \"by hand\", \"role\": \"admin\"}",
            "POST /users {\"username\": \"mallory\", \"password\": \"a password to take\", \"role\": \"admin\"}",
            "GET /audit-events");

    private static final String ASK_BY_HAND = """
            async actions => {
              const session = await (await fetch('/api/v1/session')).json();
              const answers = {};
              for (const action of actions) {
                const [, method, path, body] = /^(\\S+) (\\S+) ?(.*)$/.exec(action);
                const answer = await fetch('/api/v1' + path, {
                  method, headers: {'X-CSRF-Token': session.csrf_token, 'Content-Type': 'application/json'}, body: body || undefined
                });
                answers[action] = answer.status;
              }
              return answers;
            }""";

    private static SecuredApi secured;

    @BeforeAll
    static void askEverybodyWhoTheyAre() {
        secured = new SecuredApi(RunningMillrace.shared());
        assertThat(secured.admin()
                        .post("/api/v1/users", """
                {"username": "vera", "password": "%s", "role": "viewer"}""".formatted(PASSWORD))
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    static void endIt() {
        secured.close();
    }

    @BeforeEach
    void open() {
        open(secured.root(), ColorScheme.LIGHT);
    }

    @Test
    void whoSignsInComesWhereTheyWantedAndSignsOut() {
        page.navigate("/dashboard/queues");
        assertThat(page).hasURL(Pattern.compile(".*/dashboard/sign-in\\?next=.*"));
        signIn("not the password");
        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        Axe.findsNothing(page);
        signIn(PASSWORD);

        assertThat(page).hasURL(Pattern.compile(".*/dashboard/queues"));
        assertThat(page.locator(".who")).containsText("vera");
        use("Sign out");
        assertThat(page).hasURL(Pattern.compile(".*/dashboard/sign-in.*"));
        page.navigate("/dashboard/jobs");
        assertThat(page).hasURL(Pattern.compile(".*/dashboard/sign-in.*"));
    }

    @Test
    void whoSignsInWhereTheBrowserKeepsNoSessionIsTold() {
        open(secured.root().replace("localhost", Chromium.ELSEWHERE), ColorScheme.LIGHT);
        page.navigate("/dashboard/queues");
        signIn(PASSWORD);

        assertThat(page.getByRole(AriaRole.ALERT))
                .containsText("this browser keeps no session for http://" + Chromium.ELSEWHERE);
        assertThat(button("Sign in")).isEnabled();
    }

    @Test
    void aViewerSeesNothingToActWithAndIsRefusedByHand() {
        String id = api.submit("{\"job_type\": \"noop\", \"delay_seconds\": 3600}");
        page.navigate("/dashboard/jobs/" + id);
        signIn(PASSWORD);
        seeStatus("scheduled");

        assertThat(page.locator("header.head button", new Page.LocatorOptions().setHasText("Cancel")))
                .hasCount(0);
        assertThat(link("Submit")).hasCount(0);
        assertThat(link("Users")).hasCount(0);
        assertThat(page.evaluate(
                        ASK_BY_HAND,
                        ACTIONS.stream().map(action -> action.replace("ID", id)).toList()))
                .asInstanceOf(map(String.class, Integer.class))
                .hasSize(ACTIONS.size())
                .allSatisfy((action, answer) -> assertThat(answer).isEqualTo(403));
        assertThat(api.statusOf(id)).isEqualTo("scheduled");
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
        use("Sign in");
    }
}
