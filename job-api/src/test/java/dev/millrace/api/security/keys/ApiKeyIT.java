package dev.millrace.api.security.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.security.SecuredCase;
import dev.millrace.api.testing.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(SecuredCase.Required.class)
class ApiKeyIT extends SecuredCase {
    @Test
    void aKeyOpensTheApiAndIsShownOnce() {
        JsonNode made = newKey("viewer", "");
        String key = made.path("key").asText();
        String id = made.path("id").asText();

        assertThat(key).matches("mr_[a-z0-9]{12}_[0-9A-Za-z]{43}");
        assertThat(key).startsWith("mr_" + made.path("prefix").asText() + "_");
        get("/api/v1/jobs", by(key)).expect(200);
        assertThat(get("/api/v1/api-keys?limit=200", by(ADMIN_KEY)).text())
                .contains(id)
                .doesNotContain(key);
        assertThat(store.query("SELECT key_hash FROM millrace.api_key WHERE id = ?", UUID.fromString(id))
                        .getFirst())
                .doesNotContain(key);
        assertThat(store.query("SELECT detail::text FROM millrace.audit_event WHERE target = ?", id))
                .singleElement()
                .asString()
                .contains("a test")
                .doesNotContain(key.substring(key.length() - 43));
    }

    @Test
    void aKeySaysWhoItsHolderIs() {
        JsonNode made = newKey("operator", "");

        JsonNode self = get("/api/v1/session", by(made.path("key").asText())).expect(200);

        assertThat(self.path("id").asText()).isEqualTo("key:" + made.path("id").asText());
        assertThat(self.path("name").asText()).isEqualTo("a test");
        assertThat(self.path("role").asText()).isEqualTo("operator");
        assertThat(self.path("signed_in_by").asText()).isEqualTo("key");
        assertThat(self.path("csrf_token").isNull()).isTrue();
    }

    @Test
    void aTamperedKeyIsRefused() {
        String key = keyOf("admin");
        char last = key.charAt(key.length() - 1);
        String tampered = key.substring(0, key.length() - 1) + (last == 'a' ? 'b' : 'a');

        get("/api/v1/jobs", by(key)).expect(200);
        Answer refused = get("/api/v1/jobs", by(tampered));

        refused.expectProblem(401, "unauthenticated");
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void aRightPrefixWithAnothersSecretIsRefused() {
        String one = keyOf("admin");
        String other = keyOf("admin");

        get("/api/v1/jobs", by(one.substring(0, one.length() - 43) + other.substring(other.length() - 43)))
                .expectProblem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer mr_",
                "Bearer nothing",
                "Basic cm9vdDpyb290",
                "Bearer mr_abcdef012345_short",
                "Bearer mr_abcdef012345_' OR 1=1 --",
                "Bearer ()"
            })
    void whatIsNoKeyIsRefused(String authorization) {
        get("/api/v1/jobs", "Authorization", authorization).expectProblem(401, "unauthenticated");
    }

    @Test
    void aWrongKeyIsRefusedWhateverIsAskedFor() {
        get("/api/v1/nothing", by("mr_unknown00000_" + "a".repeat(43))).expectProblem(401, "unauthenticated");
        assertThat(get("/q/metrics", by("mr_unknown00000_" + "a".repeat(43))).status())
                .isEqualTo(401);
    }

    @Test
    void aRevokedKeyIsRefusedAtOnce() {
        JsonNode made = newKey("viewer", "");
        String key = made.path("key").asText();
        String path = "/api/v1/api-keys/" + made.path("id").asText();
        get("/api/v1/jobs", by(key)).expect(200);

        assertThat(send("DELETE", path, null, by(ADMIN_KEY)).status()).isEqualTo(204);

        get("/api/v1/jobs", by(key)).expectProblem(401, "unauthenticated");
        assertThat(send("DELETE", path, null, by(ADMIN_KEY)).status()).isEqualTo(204);
        assertThat(audited("key.revoke", made.path("id").asText())).isEqualTo(1);
        assertThat(get("/api/v1/api-keys?limit=200", by(ADMIN_KEY)).text())
                .doesNotContain(made.path("id").asText());
        assertThat(get("/api/v1/api-keys?revoked=true&limit=200", by(ADMIN_KEY)).text())
                .contains(made.path("id").asText());
    }

    @Test
    void aKeyThatAnotherProcessRevokesIsRefusedSoon() {
        JsonNode made = newKey("viewer", "");
        String key = made.path("key").asText();
        get("/api/v1/jobs", by(key)).expect(200);

        store.query(
                "UPDATE millrace.api_key SET revoked_at = now() WHERE id = ?",
                UUID.fromString(made.path("id").asText()));

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> get("/api/v1/jobs", by(key)).status() == 401);
    }

    @Test
    void anExpiredKeyIsRefused() {
        JsonNode made = newKey("viewer", ",\"expires_at\":\"2999-01-01T00:00:00.000Z\"");
        assertThat(made.path("expires_at").asText()).isEqualTo("2999-01-01T00:00:00.000Z");
        store.query(
                "UPDATE millrace.api_key SET expires_at = now() - interval '1 second' WHERE id = ?",
                UUID.fromString(made.path("id").asText()));

        get("/api/v1/jobs", by(made.path("key").asText())).expectProblem(401, "unauthenticated");
    }

    @Test
    void keysOfOneNameRotate() {
        String old = newKey("viewer", "").path("key").asText();
        String next = newKey("viewer", "").path("key").asText();

        get("/api/v1/jobs", by(old)).expect(200);
        get("/api/v1/jobs", by(next)).expect(200);
    }

    @Test
    void itsUseIsNotedInTheBackground() {
        JsonNode made = newKey("viewer", "");
        get("/api/v1/jobs", by(made.path("key").asText())).expect(200);

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> store.count(
                                "SELECT count(*) FROM millrace.api_key WHERE id = ? AND last_used_at IS NOT NULL",
                                UUID.fromString(made.path("id").asText()))
                        == 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/name",
                "{\"name\":\"\",\"role\":\"admin\"}|/name",
                "{\"name\":\"x\",\"role\":\"king\"}|/role",
                "{\"name\":\"x\",\"role\":1}|/role",
                "{\"name\":\"x\",\"role\":\"viewer\",\"expires_at\":\"2020-01-01T00:00:00Z\"}|/expires_at",
                "{\"name\":\"x\",\"role\":\"viewer\",\"expires_at\":\"+999999999-01-01T00:00:00Z\"}|/expires_at",
                "{\"name\":\"x\",\"role\":\"viewer\",\"secret\":\"mine\"}|/secret"
            })
    void aWrongRequestIsRefusedWithItsPlace(String body, String pointer) {
        Answer answer = post("/api/v1/api-keys", body, by(ADMIN_KEY));

        answer.expectProblem(422, "invalid_request");
        assertThat(answer.pointers()).contains(pointer);
    }

    @Test
    void unknownKeysCannotBeRevoked() {
        for (String id : new String[] {"nothing", "01990000-0000-7000-8000-000000000000", "%00"}) {
            send("DELETE", "/api/v1/api-keys/" + id, null, by(ADMIN_KEY)).expectProblem(404, "not_found");
        }
    }

    @Test
    void theListIsReadByPages() {
        newKey("viewer", "");
        newKey("viewer", "");

        JsonNode first = get("/api/v1/api-keys?limit=1", by(ADMIN_KEY)).expect(200);
        String cursor = first.path("next_cursor").asText();
        JsonNode second =
                get("/api/v1/api-keys?limit=1&cursor=" + cursor, by(ADMIN_KEY)).expect(200);

        assertThat(second.path("items").path(0).path("id"))
                .isNotEqualTo(first.path("items").path(0).path("id"));
        get("/api/v1/api-keys?limit=1&revoked=true&cursor=" + cursor, by(ADMIN_KEY))
                .expectProblem(400, "cursor_refused");
        get("/api/v1/api-keys?limit=0", by(ADMIN_KEY)).expectProblem(422, "invalid_request");
        get("/api/v1/api-keys?revoked=perhaps", by(ADMIN_KEY)).expectProblem(422, "invalid_request");
        get("/api/v1/api-keys?name=x", by(ADMIN_KEY)).expectProblem(422, "invalid_request");
    }

    @Test
    void whatAKeyChangesIsAuditedInItsName() {
        JsonNode made = newKey("operator", "");
        UUID job = UUID.fromString(post(
                        "/api/v1/jobs",
                        "{\"job_type\":\"any\"}",
                        by(made.path("key").asText()))
                .expect(201)
                .path("id")
                .asText());

        post("/api/v1/jobs/" + job + "/cancel", "", by(made.path("key").asText()))
                .expect(200);

        assertThat(store.query(
                        "SELECT actor || ' ' || actor_role || ' ' || address FROM millrace.audit_event WHERE target = ?",
                        job.toString()))
                .containsExactly("key:" + made.path("id").asText() + " operator 127.0.0.1");
    }

    @Test
    void withoutPostgresqlNobodyIsRecognizedButHealthIsTold() {
        String key = keyOf("viewer");
        toDatabase.refuse(true);
        toDatabase.cut();
        try {
            Answer unknown = get("/api/v1/jobs", by("mr_unknown00001_" + "a".repeat(43)));
            unknown.expectProblem(503, "unavailable");
            assertThat(unknown.header("Retry-After")).isNotNull();
            assertThat(get("/q/health/live", by(key)).status()).isEqualTo(200);
        } finally {
            toDatabase.heal();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> get("/api/v1/jobs", by(key)).status() == 200);
        }
    }

    private long audited(String action, String target) {
        return store.count("SELECT count(*) FROM millrace.audit_event WHERE action = ? AND target = ?", action, target);
    }
}
