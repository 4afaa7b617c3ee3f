package dev.millrace.api.security.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.security.SecuredCase;
import dev.millrace.api.testing.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(SecuredCase.Required.class)
class UserIT extends SecuredCase {
    @Test
    void theFirstAdminIsThereOnceAndAudited() {
        assertThat(store.query("SELECT username FROM millrace.app_user WHERE created_by = 'start'"))
                .containsExactly(ADMIN);
        assertThat(store.query("SELECT action FROM millrace.audit_event WHERE actor = 'start' ORDER BY action"))
                .containsExactly("key.create", "user.create");
    }

    @Test
    void aUserIsMadeAndSeenWithoutThePassword() {
        JsonNode made = newUser("ada", "operator");

        assertThat(Answer.names(made))
                .containsExactly(
                        "id", "username", "role", "created_at", "created_by", "password_changed_at", "last_sign_in_at");
        Answer list = get("/api/v1/users?limit=200", by(ADMIN_KEY));
        assertThat(list.text()).contains(made.path("id").asText()).doesNotContain("argon2", "ada's password");
        assertThat(store.query("SELECT password_hash FROM millrace.app_user WHERE username = 'ada'")
                        .getFirst())
                .startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(store.query("SELECT coalesce(detail::text, '') FROM millrace.audit_event"))
                .noneMatch(detail -> detail.contains("ada's password") || detail.contains("argon2"));
        post(
                        "/api/v1/users",
                        "{\"username\":\"ADA\",\"password\":\"another password\",\"role\":\"viewer\"}",
                        by(ADMIN_KEY))
                .expectProblem(409, "name_taken");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"username\":\"x\",\"password\":\"eleven char\",\"role\":\"viewer\"}|/password",
                "{\"username\":\"two words\",\"password\":\"a long password\",\"role\":\"viewer\"}|/username",
                "{\"username\":\"x\",\"password\":\"a long password\"}|/role",
                "{\"username\":\"x\",\"password\":\"a long password\",\"role\":\"viewer\",\"id\":1}|/id",
                "{\"username\":7,\"password\":\"a long password\",\"role\":\"viewer\"}|/username",
                "{\"username\":\"x\",\"password\":\"a long \\u0000 password\",\"role\":\"viewer\"}|/password"
            })
    void aWrongRequestIsRefusedWithItsPlace(String body, String pointer) {
        Answer answer = post("/api/v1/users", body, by(ADMIN_KEY));

        answer.expectProblem(422, "invalid_request");
        assertThat(answer.pointers()).contains(pointer);
    }

    @Test
    void aChangedRoleCountsAtOnce() {
        JsonNode user = newUser("grace", "viewer");
        String cookie = signIn("grace", "grace's password");
        get("/api/v1/users", "Cookie", cookie).expectProblem(403, "forbidden");

        patch(user, "{\"role\":\"admin\"}").expect(200);

        get("/api/v1/users", "Cookie", cookie).expect(200);
    }

    @Test
    void aNewPasswordEndsAllSessions() {
        JsonNode user = newUser("barbara", "viewer");
        String cookie = signIn("barbara", "barbara's password");
        get("/api/v1/jobs", "Cookie", cookie).expect(200);

        patch(user, "{\"password\":\"a password made new\"}").expect(200);

        get("/api/v1/jobs", "Cookie", cookie).expectProblem(401, "unauthenticated");
        assertThat(tryToSignIn("barbara", "barbara's password").status()).isEqualTo(401);
        signIn("barbara", "a password made new");
    }

    @Test
    void aDeletedUserIsSignedOutAtOnce() {
        JsonNode user = newUser("alan", "viewer");
        String cookie = signIn("alan", "alan's password");
        get("/api/v1/jobs", "Cookie", cookie).expect(200);

        assertThat(delete(user).status()).isEqualTo(204);

        get("/api/v1/jobs", "Cookie", cookie).expectProblem(401, "unauthenticated");
        delete(user).expectProblem(404, "not_found");
        assertThat(store.query(
                        "SELECT detail ->> 'username' FROM millrace.audit_event WHERE action = 'user.delete' AND target = ?",
                        user.path("id").asText()))
                .containsExactly("alan");
    }

    @Test
    void theLastAdminStaysOneWhateverIsAskedAtOnce() {
        JsonNode one = newUser("admin-one", "admin");
        JsonNode other = newUser("admin-two", "admin");
        store.query("UPDATE millrace.app_user SET role = 'viewer' WHERE id <> ? AND id <> ?", id(one), id(other));
        try {
            List<CompletableFuture<Answer>> answers = List.of(later(() -> delete(one)), later(() -> delete(other)));

            assertThat(answers).extracting(answer -> answer.join().status()).containsExactlyInAnyOrder(204, 409);
            JsonNode left =
                    store.count("SELECT count(*) FROM millrace.app_user WHERE id = ?", id(one)) == 1 ? one : other;
            delete(left).expectProblem(409, "last_admin");
            patch(left, "{\"role\":\"viewer\"}").expectProblem(409, "last_admin");
            patch(left, "{\"role\":\"admin\",\"password\":\"a password made new\"}")
                    .expect(200);
        } finally {
            store.query("UPDATE millrace.app_user SET role = 'admin' WHERE username = ?", ADMIN);
        }
    }

    @Test
    void aChangeOfNothingOrOfNobodyIsRefused() {
        JsonNode user = newUser("edsger", "viewer");

        patch(user, "{}").expectProblem(422, "invalid_request");
        patch(user, "{\"username\":\"other\"}").expectProblem(422, "invalid_request");
        send(
                        "PATCH",
                        "/api/v1/users/01990000-0000-7000-8000-000000000000",
                        "{\"role\":\"viewer\"}",
                        by(ADMIN_KEY, "Content-Type", "application/json"))
                .expectProblem(404, "not_found");
    }

    private Answer patch(JsonNode user, String body) {
        return send(
                "PATCH",
                "/api/v1/users/" + user.path("id").asText(),
                body,
                by(ADMIN_KEY, "Content-Type", "application/json"));
    }

    private Answer delete(JsonNode user) {
        return send("DELETE", "/api/v1/users/" + user.path("id").asText(), null, by(ADMIN_KEY));
    }

    private static UUID id(JsonNode user) {
        return UUID.fromString(user.path("id").asText());
    }

    private static CompletableFuture<Answer> later(Supplier<Answer> request) {
        return CompletableFuture.supplyAsync(request);
    }
}
