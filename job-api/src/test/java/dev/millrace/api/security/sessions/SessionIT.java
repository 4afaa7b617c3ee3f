package dev.millrace.api.security.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.security.SecuredCase;
import dev.millrace.api.testing.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SecuredCase.Required.class)
class SessionIT extends SecuredCase {
    private static final String JOB = "{\"job_type\":\"any\"}";

    @Test
    void aUserSignsInWithACookieThatScriptsAndOtherSitesCannotUse() {
        Answer answer = tryToSignIn("ROOT", ADMIN_PASSWORD);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Set-Cookie"))
                .matches("__Host-millrace=[0-9A-Za-z]{43};.*")
                .containsIgnoringCase("Path=/")
                .containsIgnoringCase("Secure")
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Strict")
                .doesNotContainIgnoringCase("Domain=");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        JsonNode self = get("/api/v1/session", "Cookie", cookieOf(answer)).expect(200);
        assertThat(Answer.names(self)).containsExactly("id", "name", "role", "signed_in_by", "csrf_token");
        assertThat(self.path("name").asText()).isEqualTo(ADMIN);
        assertThat(self.path("role").asText()).isEqualTo("admin");
        assertThat(self.path("signed_in_by").asText()).isEqualTo("session");
    }

    @Test
    void theDatabaseHoldsNothingToSignInWith() {
        String token = signIn(ADMIN, ADMIN_PASSWORD).split("=")[1];

        assertThat(store.query("SELECT encode(token_hash, 'escape') FROM millrace.session"))
                .noneMatch(hash -> hash.contains(token));
    }

    @Test
    void aWrongPasswordAndAnUnknownUserAreRefusedAlike() {
        newUser("konrad", "viewer");

        JsonNode wrong = tryToSignIn("konrad", "not his password").expectProblem(401, "sign_in_refused");
        JsonNode unknown = tryToSignIn("nobody", "not his password").expectProblem(401, "sign_in_refused");

        assertThat(wrong.path("detail")).isEqualTo(unknown.path("detail"));
        assertThat(
                        store.query(
                                "SELECT detail ->> 'username' FROM millrace.audit_event WHERE action = 'session.refused' AND detail IS NOT NULL"))
                .contains("konrad");
        assertThat(store.query("SELECT coalesce(detail::text, '') || target FROM millrace.audit_event"))
                .noneMatch(text -> text.contains("nobody") || text.contains("not his password"));
    }

    @Test
    void aSessionThatWasThereBeforeEndsWithTheSignIn() {
        String planted = signIn(ADMIN, ADMIN_PASSWORD);
        newUser("mary", "viewer");

        Answer answer = tryToSignIn("mary", "mary's password", "Cookie", planted);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(cookieOf(answer)).isNotEqualTo(planted);
        get("/api/v1/jobs", "Cookie", planted).expectProblem(401, "unauthenticated");
        get("/api/v1/jobs", "Cookie", cookieOf(answer)).expect(200);
    }

    @Test
    void aCookieThatSomebodyMadeUpIsNoSession() {
        String madeUp = "__Host-millrace=" + "a".repeat(43);

        get("/api/v1/jobs", "Cookie", madeUp).expectProblem(401, "unauthenticated");
        Answer answer = tryToSignIn(ADMIN, ADMIN_PASSWORD, "Cookie", madeUp);

        assertThat(cookieOf(answer)).isNotEqualTo(madeUp);
        get("/api/v1/jobs", "Cookie", madeUp).expectProblem(401, "unauthenticated");
        get("/api/v1/jobs", "Cookie", "__Host-millrace=\"; DROP TABLE").expectProblem(401, "unauthenticated");
    }

    @Test
    void changesNeedTheTokenOfTheSession() {
        String cookie = signIn(ADMIN, ADMIN_PASSWORD);
        String[] other = session(signIn(ADMIN, ADMIN_PASSWORD));

        get("/api/v1/jobs", "Cookie", cookie).expect(200);
        post("/api/v1/jobs", JOB, "Cookie", cookie).expectProblem(403, "forgery_suspected");
        post("/api/v1/jobs", JOB, "Cookie", cookie, "X-CSRF-Token", "guessed").expectProblem(403, "forgery_suspected");
        post("/api/v1/jobs", JOB, "Cookie", cookie, "X-CSRF-Token", other[3]).expectProblem(403, "forgery_suspected");
        send("DELETE", "/api/v1/session", null, "Cookie", cookie).expectProblem(403, "forgery_suspected");
        post("/api/v1/jobs", JOB, session(cookie)).expect(201);
    }

    @Test
    void pagesOfOtherSitesMakeNoChanges() {
        String[] own = session(signIn(ADMIN, ADMIN_PASSWORD));

        for (String[] foreign : new String[][] {
            {"Origin", "https://evil.example"},
            {"Origin", "null"},
            {"Origin", "http://localhost:1"},
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"}
        }) {
            post("/api/v1/jobs", JOB, own[0], own[1], own[2], own[3], foreign[0], foreign[1])
                    .expectProblem(403, "forgery_suspected");
            tryToSignIn(ADMIN, ADMIN_PASSWORD, foreign).expectProblem(403, "forgery_suspected");
        }
        String origin = root().toString().replaceAll("/$", "");
        post("/api/v1/jobs", JOB, own[0], own[1], own[2], own[3], "Origin", origin, "Sec-Fetch-Site", "same-origin")
                .expect(201);
        assertThat(tryToSignIn(ADMIN, ADMIN_PASSWORD, "Origin", origin).status())
                .isEqualTo(204);
    }

    @Test
    void aFormOfAnotherSiteCannotSignAnybodyIn() {
        send(
                        "POST",
                        "/api/v1/session",
                        "{\"username\":\"root\",\"password\":\"" + ADMIN_PASSWORD + "\"}",
                        "Content-Type",
                        "text/plain")
                .expectProblem(415, "unsupported_media_type");
    }

    @Test
    void signingOutEndsTheSessionForGood() {
        String cookie = signIn(ADMIN, ADMIN_PASSWORD);

        Answer out = send("DELETE", "/api/v1/session", null, session(cookie));

        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Set-Cookie")).contains("__Host-millrace=").containsIgnoringCase("Max-Age=0");
        get("/api/v1/jobs", "Cookie", cookie).expectProblem(401, "unauthenticated");
    }

    @Test
    void aSessionExpiresWhenItIsIdleOrOld() {
        newUser("linus", "viewer");
        String idle = signIn("linus", "linus's password");
        store.query("UPDATE millrace.session SET last_seen_at = now() - interval '9 hours'"
                + " WHERE user_id = (SELECT id FROM millrace.app_user WHERE username = 'linus')");
        get("/api/v1/jobs", "Cookie", idle).expectProblem(401, "unauthenticated");
        String old = signIn("linus", "linus's password");
        store.query("UPDATE millrace.session SET created_at = now() - interval '8 days'"
                + " WHERE user_id = (SELECT id FROM millrace.app_user WHERE username = 'linus')");

        get("/api/v1/jobs", "Cookie", old).expectProblem(401, "unauthenticated");
    }

    @Test
    void theOldestOfManySessionsOfAUserEnd() {
        newUser("tim", "viewer");
        String first = signIn("tim", "tim's password");
        for (int i = 0; i < 20; i++) {
            signIn("tim", "tim's password");
        }

        get("/api/v1/jobs", "Cookie", first).expectProblem(401, "unauthenticated");
        assertThat(store.count("SELECT count(*) FROM millrace.session JOIN millrace.app_user ON app_user.id = user_id"
                        + " WHERE username = 'tim'"))
                .isEqualTo(20);
    }

    @Test
    void aUserChangesThePassword() {
        newUser("dennis", "viewer");
        String other = signIn("dennis", "dennis's password");
        String cookie = signIn("dennis", "dennis's password");
        String[] session = session(cookie);

        post("/api/v1/session/password", change("wrong password", "a password made new"), session)
                .expectProblem(401, "sign_in_refused");
        post("/api/v1/session/password", change("dennis's password", "short"), session)
                .expectProblem(422, "invalid_request");
        Answer changed = post("/api/v1/session/password", change("dennis's password", "a password made new"), session);

        assertThat(changed.status()).as(changed.text()).isEqualTo(204);
        get("/api/v1/jobs", "Cookie", cookie).expect(200);
        get("/api/v1/jobs", "Cookie", other).expectProblem(401, "unauthenticated");
        assertThat(tryToSignIn("dennis", "dennis's password").status()).isEqualTo(401);
        signIn("dennis", "a password made new");
        post("/api/v1/session/password", change("x", "a password made new"), by(ADMIN_KEY))
                .expectProblem(409, "not_applicable");
    }

    @Test
    void whoGuessesIsSlowedDownAndOthersAreNot() {
        newUser("ken", "viewer");
        newUser("rob", "viewer");
        for (int i = 0; i < 5; i++) {
            tryToSignIn("ken", "a guess of many").expectProblem(401, "sign_in_refused");
        }

        Answer slowed = tryToSignIn("ken", "ken's password");

        slowed.expectProblem(429, "too_many_attempts");
        assertThat(Integer.parseInt(slowed.header("Retry-After"))).isBetween(1, 3);
        signIn("rob", "rob's password");
        assertThat(
                        store.count(
                                "SELECT count(*) FROM millrace.audit_event WHERE action = 'session.refused' AND detail ->> 'username' = 'ken'"))
                .isEqualTo(5);
        for (int i = 0; i < 6; i++) {
            tryToSignIn("nobody-at-all", "a guess of many");
        }
        tryToSignIn("nobody-at-all", "a guess of many").expectProblem(429, "too_many_attempts");
    }

    @Test
    void signedOutIsToldHowToSignIn() {
        Answer answer = get("/api/v1/session");

        answer.expectProblem(401, "unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void sessionsSurviveWhatIsDoneToOthers() {
        String cookie = signIn(ADMIN, ADMIN_PASSWORD);
        JsonNode user = newUser("niklaus", "viewer");
        String others = signIn("niklaus", "niklaus's password");

        store.query(
                "DELETE FROM millrace.session WHERE user_id = ?",
                UUID.fromString(user.path("id").asText()));

        get("/api/v1/jobs", "Cookie", cookie).expect(200);
        get("/api/v1/jobs", "Cookie", others).expectProblem(401, "unauthenticated");
    }

    @Test
    void whatIsPublicIsPublicAndTheMetricsAreNot() {
        for (String path : new String[] {"/health", "/q/health/live", "/q/openapi", "/docs/"}) {
            assertThat(get(path).status()).as(path).isEqualTo(200);
        }
        Answer metrics = get("/q/metrics");
        metrics.expectProblem(401, "unauthenticated");
        assertThat(metrics.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(get("/q/metrics", by(keyOf("viewer"))).status()).isEqualTo(200);
    }

    private static String change(String present, String next) {
        return "{\"present_password\":\"" + present + "\",\"new_password\":\"" + next + "\"}";
    }
}
