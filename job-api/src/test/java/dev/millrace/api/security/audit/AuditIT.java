package dev.millrace.api.security.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.security.SecuredCase;
import dev.millrace.api.testing.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SecuredCase.Required.class)
class AuditIT extends SecuredCase {
    @Test
    void theTrailTellsWhoDidWhat() {
        JsonNode user = newUser("margaret", "viewer");

        JsonNode event = get("/api/v1/audit-events?target=" + user.path("id").asText(), by(ADMIN_KEY))
                .expect(200)
                .path("items")
                .path(0);

        assertThat(Answer.names(event))
                .containsExactly(
                        "id",
                        "happened_at",
                        "actor",
                        "actor_name",
                        "role",
                        "address",
                        "action",
                        "target",
                        "reason",
                        "detail");
        assertThat(event.path("actor").asText()).startsWith("key:");
        assertThat(event.path("actor_name").asText()).isEqualTo("first admin");
        assertThat(event.path("role").asText()).isEqualTo("admin");
        assertThat(event.path("action").asText()).isEqualTo("user.create");
        assertThat(event.path("detail").path("username").asText()).isEqualTo("margaret");
    }

    @Test
    void itIsReadByPagesTheNewestFirst() {
        for (int i = 0; i < 5; i++) {
            newKey("viewer", "");
        }
        List<Long> ids = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode page = get(
                            "/api/v1/audit-events?action=key.create&limit=2"
                                    + (cursor == null ? "" : "&cursor=" + cursor),
                            by(ADMIN_KEY))
                    .expect(200);
            page.path("items").forEach(event -> ids.add(event.path("id").asLong()));
            cursor = page.path("next_cursor").isNull()
                    ? null
                    : page.path("next_cursor").asText();
        } while (cursor != null);

        assertThat(ids).doesNotHaveDuplicates().isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat((long) ids.size())
                .isEqualTo(store.count("SELECT count(*) FROM millrace.audit_event WHERE action = 'key.create'"));
    }

    @Test
    void filtersNarrowIt() {
        JsonNode key = newKey("viewer", "");
        String id = key.path("id").asText();

        assertThat(items("target=" + id)).hasSize(1);
        assertThat(items("target=" + id + "&action=key.create")).hasSize(1);
        assertThat(items("target=" + id + "&action=key.revoke")).isEmpty();
        assertThat(items("actor=start")).hasSize(2);
        assertThat(items("actor=start&action=user.create")).hasSize(1);
        assertThat(items("target=" + id + "&before=2020-01-01T00:00:00.000Z")).isEmpty();
        assertThat(items("target=" + id + "&after=2020-01-01T00:00:00.000Z&before=2999-01-01T00:00:00.000Z"))
                .hasSize(1);
        assertThat(items("target=" + id + "&after=2999-01-01T00:00:00.000Z")).isEmpty();
        get("/api/v1/audit-events?after=yesterday", by(ADMIN_KEY)).expectProblem(422, "invalid_request");
        get("/api/v1/audit-events?who=me", by(ADMIN_KEY)).expectProblem(422, "invalid_request");
        get("/api/v1/audit-events?cursor=AAAA", by(ADMIN_KEY)).expectProblem(400, "cursor_refused");
    }

    @Test
    void theDatabaseRefusesToForgetOrRewriteIt() {
        for (String change : new String[] {
            "UPDATE millrace.audit_event SET actor = 'nobody'",
            "DELETE FROM millrace.audit_event",
            "TRUNCATE millrace.audit_event"
        }) {
            assertThatThrownBy(() -> store.query(change)).hasStackTraceContaining("append-only");
        }
    }

    @Test
    void onlyRetentionTakesOldEntriesAway() {
        store.query("INSERT INTO millrace.audit_event (happened_at, actor, actor_role, action, target)"
                + " VALUES (now() - interval '400 days', 'open', 'admin', 'test.old', 'old')");

        assertThat(store.query("SELECT millrace.forget_audit_events('365 days', 1000)"))
                .containsExactly("1");
        assertThat(store.count("SELECT count(*) FROM millrace.audit_event WHERE action = 'test.old'"))
                .isZero();
        assertThatThrownBy(() -> store.query("SELECT millrace.forget_audit_events('1 hour', 1000)"))
                .hasStackTraceContaining("a day at least");
        assertThatThrownBy(() -> store.query("DELETE FROM millrace.audit_event"))
                .hasStackTraceContaining("append-only");
    }

    private List<JsonNode> items(String query) {
        List<JsonNode> items = new ArrayList<>();
        get("/api/v1/audit-events?" + query, by(ADMIN_KEY))
                .expect(200)
                .path("items")
                .forEach(items::add);
        return items;
    }
}
