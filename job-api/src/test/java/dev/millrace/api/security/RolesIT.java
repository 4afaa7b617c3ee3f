package dev.millrace.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Walks every operation that the API's document describes, in every role and in none. */
@QuarkusTest
@TestProfile(SecuredCase.Required.class)
class RolesIT extends SecuredCase {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final String NOBODY = "none";

    @TestHTTPResource("/")
    URI address;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void everyOperationDeclaresItsRole() {
        for (Operation operation : operations()) {
            assertThat(operation.role).as("%s", operation).isIn("viewer", "submitter", "operator", "admin", NOBODY);
            assertThat(operation.node.path("description").asText())
                    .as("%s", operation)
                    .contains(operation.role.equals(NOBODY) ? "Needs no role." : "Needs the role " + operation.role);
            assertThat(operation.node.path("security").isArray())
                    .as("%s", operation)
                    .isTrue();
            assertThat(operation.node.path("security").isEmpty())
                    .as("%s", operation)
                    .isEqualTo(operation.role.equals(NOBODY));
        }
        assertThat(operations())
                .filteredOn(operation -> operation.role.equals(NOBODY))
                .extracting(Operation::id)
                .containsExactly("signIn");
    }

    @Test
    void theRolesAreThoseOfTheContract() {
        for (Operation operation : operations()) {
            boolean reads = operation.method.equals("get") || operation.id().equals("previewSchedule");
            boolean admins = operation.path.matches("/api/v1/(api-keys|users|audit-events).*|.*/reveal");
            boolean ownSession = operation.path.startsWith("/api/v1/session");
            boolean submits = Set.of("submitJob", "submitJobs", "legacySubmitJob", "legacyProcessQuery")
                    .contains(operation.id());
            if (!operation.role.equals(NOBODY)) {
                assertThat(operation.role)
                        .as("%s", operation)
                        .isEqualTo(
                                admins ? "admin" : reads || ownSession ? "viewer" : submits ? "submitter" : "operator");
            }
        }
    }

    @Test
    void nobodyDoesWhatTheRoleDoesNotAllow() {
        Map<Role, String> keys = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            keys.put(role, keyOf(role.wireName()));
        }
        JsonNode revoked = newKey("admin", "");
        assertThat(send("DELETE", "/api/v1/api-keys/" + revoked.path("id").asText(), null, by(ADMIN_KEY))
                        .status())
                .isEqualTo(204);
        JsonNode expired = newKey("admin", ",\"expires_at\":\"2999-01-01T00:00:00.000Z\"");
        store.query(
                "UPDATE millrace.api_key SET expires_at = now() - interval '1 second' WHERE id = ?",
                UUID.fromString(expired.path("id").asText()));

        SoftAssertions softly = new SoftAssertions();
        for (Operation operation : operations()) {
            boolean free = operation.role.equals(NOBODY);
            if (!free) {
                softly.assertThat(status(operation, null))
                        .as("%s signed out", operation)
                        .isEqualTo(401);
            }
            softly.assertThat(status(operation, revoked.path("key").asText()))
                    .as("%s with a revoked key", operation)
                    .isEqualTo(401);
            softly.assertThat(status(operation, expired.path("key").asText()))
                    .as("%s with an expired key", operation)
                    .isEqualTo(401);
            for (Role role : Role.values()) {
                if (free) {
                    continue;
                }
                boolean enough = role.includes(Role.find(operation.role).orElseThrow());
                int status = status(operation, keys.get(role));
                if (enough) {
                    softly.assertThat(status).as("%s as %s", operation, role).isNotIn(401, 403);
                    softly.assertThat(status).as("%s as %s", operation, role).isLessThan(500);
                } else {
                    softly.assertThat(status).as("%s as %s", operation, role).isEqualTo(403);
                }
            }
        }
        softly.assertAll();
    }

    private List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        get("/q/openapi?format=json").expect(200).path("paths").fields().forEachRemaining(path -> path.getValue()
                .fields()
                .forEachRemaining(method -> {
                    if (METHODS.contains(method.getKey())) {
                        all.add(new Operation(
                                path.getKey(),
                                method.getKey(),
                                method.getValue().path("x-millrace-role").asText(),
                                method.getValue()));
                    }
                }));
        assertThat(all).hasSizeGreaterThan(30);
        return all;
    }

    /** The status alone: streams have no end to wait for. */
    private int status(Operation operation, String key) {
        String path = operation.path.replaceAll("\\{[^}]*}", "01990000-0000-7000-8000-000000000000");
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        operation.method.toUpperCase(Locale.ROOT),
                        operation.method.equals("get") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
        request.header("Content-Type", "application/json");
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                assertThat(body).isNotNull();
                if (answer.statusCode() == 401) {
                    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
                }
                if (answer.statusCode() == 401 || answer.statusCode() == 403) {
                    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
                }
            }
            return answer.statusCode();
        } catch (IOException failure) {
            throw new AssertionError(operation.toString(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private record Operation(String path, String method, String role, JsonNode node) {
        String id() {
            return node.path("operationId").asText();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
