package dev.millrace.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenAccessIT extends ApiCase {
    @Test
    void everyoneIsAnAdminWhateverTheyShow() {
        JsonNode self = get("/api/v1/session").expect(200);

        assertThat(self.path("id").asText()).isEqualTo("open");
        assertThat(self.path("role").asText()).isEqualTo("admin");
        assertThat(self.path("signed_in_by").asText()).isEqualTo("open");
        assertThat(self.path("csrf_token").isNull()).isTrue();
        get("/api/v1/users", "Authorization", "Bearer nonsense").expect(200);
        get("/api/v1/audit-events", "Cookie", "__Host-millrace=nonsense").expect(200);
        assertThat(get("/q/metrics").status()).isEqualTo(200);
        assertThat(send("DELETE", "/api/v1/session", null).status()).isEqualTo(204);
    }

    @Test
    void whatNeedsAPepperOrAUserIsRefused() {
        post("/api/v1/session", "{\"username\":\"root\",\"password\":\"whatever it is\"}")
                .expectProblem(409, "not_applicable");
        post("/api/v1/api-keys", "{\"name\":\"x\",\"role\":\"viewer\"}").expectProblem(409, "not_applicable");
        post("/api/v1/session/password", "{}").expectProblem(409, "not_applicable");
    }

    @Test
    void changesAreAuditedWithTheAddress() {
        var id = submitId("");
        post("/api/v1/jobs/" + id + "/cancel", "").expect(200);

        assertThat(store.query(
                        "SELECT actor || ' ' || actor_role || ' ' || address FROM millrace.audit_event WHERE target = ?",
                        id.toString()))
                .containsExactly("open admin 127.0.0.1");
    }
}
