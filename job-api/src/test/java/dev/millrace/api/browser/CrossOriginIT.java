package dev.millrace.api.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import dev.millrace.api.testing.UnusualSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(UnusualSettings.class)
class CrossOriginIT extends ApiCase {
    private static final String ALLOWED = UnusualSettings.ALLOWED_ORIGIN;

    @Test
    void aPageOfAnAllowedOriginMayAskAndRead() {
        Answer answer = post("/api/v1/jobs", "{\"job_type\":\"any\"}", "Origin", ALLOWED);

        answer.expect(201);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ALLOWED);
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("Location", "Retry-After");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(answer.header("Vary")).contains("Origin");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    }

    @Test
    void itsBrowserIsToldBeforehand() {
        Answer answer = send(
                "OPTIONS",
                "/api/v1/jobs",
                null,
                "Origin",
                ALLOWED,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST", "PATCH", "DELETE");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("Authorization", "Idempotency-Key");
        assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("600");
    }

    @Test
    void originsAreComparedExactly() {
        for (String other : new String[] {
            "https://jobs.example.com.evil.example", "http://jobs.example.com", "https://jobs.example.com:444", "null"
        }) {
            Answer answer = get("/api/v1/jobs", "Origin", other);
            answer.expectProblem(403, "cross_site");
            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
        }
    }
}
