package dev.millrace.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OpsAccessIT.PublicOps.class)
class OpsAccessIT extends SecuredCase {
    /** Authentication, but for the wall screen. */
    public static final class PublicOps implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new Required().getConfigOverrides());
            settings.put("millrace.ops.public", "true");
            return settings;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/stats", "/api/v1/queues", "/api/v1/stats/timeseries?metric=completed"})
    void everybodySeesTheFiguresOfTheWallScreen(String path) {
        assertThat(get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs",
                "/api/v1/workers",
                "/api/v1/session",
                "/api/v1/queues/default",
                "/api/v1/logs",
                "/api/v1/events",
                "/api/v1/events?topics=stats,dead",
                "/api/v1/events?topics=stats&topics=dead",
                "/api/v1/events?topics=stats&topics=job:0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01",
                "/api/v1/events?topics=stats;topics=dead"
            })
    void nothingElseIsShown(String path) {
        get(path).expectProblem(401, "unauthenticated");
    }

    @Test
    void nothingCanBeDone() {
        post("/api/v1/queues/default/pause", "{}").expectProblem(401, "unauthenticated");
    }

    @Test
    void aWrongKeyIsRefusedHereToo() {
        get("/api/v1/stats", by("mr_wrongone_" + "A1b2".repeat(11))).expectProblem(401, "unauthenticated");
    }
}
