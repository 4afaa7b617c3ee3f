package dev.millrace.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** A test of an API that knows its callers. */
public abstract class SecuredCase extends ApiCase {
    /** The first admin's key. */
    protected static final String ADMIN_KEY = "mr_firstadmin_" + "A1b2".repeat(11);

    /** The first admin's name. */
    protected static final String ADMIN = "root";
    /** The first admin's password. */
    protected static final String ADMIN_PASSWORD = "the first password";

    /** Authentication as in production. */
    public static final class Required implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "millrace.limits.wrong-credentials-per-minute", "1000000",
                    "millrace.limits.anonymous-requests-per-second", "1000000",
                    "millrace.auth.mode", "required",
                    "millrace.auth.pepper", "a pepper for tests, of forty letters or so",
                    "millrace.auth.first-admin.username", "Root",
                    "millrace.auth.first-admin.password", ADMIN_PASSWORD,
                    "millrace.auth.first-admin.api-key", ADMIN_KEY,
                    "millrace.auth.cache", "1s");
        }
    }

    /** With a key, as headers. */
    protected static String[] by(String key, String... more) {
        return Stream.concat(Stream.of("Authorization", "Bearer " + key), Arrays.stream(more))
                .toArray(String[]::new);
    }

    /** A new key of this role. */
    protected JsonNode newKey(String role, String more) {
        return post("/api/v1/api-keys", "{\"name\":\"a test\",\"role\":\"" + role + "\"" + more + "}", by(ADMIN_KEY))
                .expect(201);
    }

    protected String keyOf(String role) {
        return newKey(role, "").path("key").asText();
    }

    /** A new user of this role, whose password is {@code <name>'s password}. */
    protected JsonNode newUser(String name, String role) {
        return post(
                        "/api/v1/users",
                        "{\"username\":\"" + name + "\",\"password\":\"" + name + "'s password\",\"role\":\"" + role
                                + "\"}",
                        by(ADMIN_KEY))
                .expect(201);
    }

    protected Answer tryToSignIn(String name, String password, String... headers) {
        return post("/api/v1/session", "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}", headers);
    }

    /** The cookie of a new session. */
    protected String signIn(String name, String password) {
        Answer answer = tryToSignIn(name, password);
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        return cookieOf(answer);
    }

    protected static String cookieOf(Answer answer) {
        return answer.header("Set-Cookie").split(";")[0];
    }

    /** What changes in this session must carry, as headers. */
    protected String[] session(String cookie) {
        String token = get("/api/v1/session", "Cookie", cookie)
                .expect(200)
                .path("csrf_token")
                .asText();
        return new String[] {"Cookie", cookie, "X-CSRF-Token", token};
    }
}
