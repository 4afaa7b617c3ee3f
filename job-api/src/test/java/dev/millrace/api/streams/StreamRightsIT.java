package dev.millrace.api.streams;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.security.SecuredCase;
import dev.millrace.api.testing.EventClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SecuredCase.Required.class)
class StreamRightsIT extends SecuredCase {
    private static final String STREAM = "/api/v1/events?topics=queues";

    @Test
    void aStreamEndsSoonAfterItsKeyIsRevoked() {
        JsonNode made = newKey("viewer", "");
        try (EventClient revoked = watch(STREAM, by(made.path("key").asText()));
                EventClient other = watch(STREAM, by(keyOf("viewer")))) {
            revoked.await("queues");
            other.await("queues");

            send("DELETE", "/api/v1/api-keys/" + made.path("id").asText(), null, by(ADMIN_KEY));

            revoked.awaitEnd("refused");
            other.await("queues");
        }
    }

    @Test
    void aStreamEndsSoonAfterItsSessionIsOver() {
        newUser("watcher", "viewer");
        String cookie = signIn("watcher", "watcher's password");
        try (EventClient watching = watch(STREAM, "Cookie", cookie)) {
            watching.await("queues");

            send("DELETE", "/api/v1/session", null, session(cookie));

            watching.awaitEnd("refused");
        }
    }
}
