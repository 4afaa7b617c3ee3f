package dev.millrace.api.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.testing.Answer;
import dev.millrace.api.testing.ApiCase;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SecurityHeadersIT extends ApiCase {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs",
                "/api/v1/nothing",
                "/nothing",
                "/q/health",
                "/q/metrics",
                "/q/openapi",
                "/docs/",
                "/docs/swagger-ui-bundle.js",
                "/redoc/",
                "/submit-job",
                "/health"
            })
    void everyAnswerTellsBrowsersToBeCareful(String path) {
        Answer answer = get(path);

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Permissions-Policy")).contains("camera=()");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContainPattern("script-src[^;]*unsafe")
                .doesNotContain("unsafe-eval");
    }

    @Test
    void answersWithDataAreNotKept() {
        assertThat(get("/api/v1/jobs").header("Cache-Control")).isEqualTo("no-store");
        assertThat(get("/api/v1/jobs/x").header("Cache-Control")).isEqualTo("no-store");
        assertThat(get("/jobs/status/x").header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void anAnswerOfTheApiMayLoadNothing() {
        assertThat(get("/api/v1/jobs").header("Content-Security-Policy"))
                .doesNotContain("'self'")
                .doesNotContain("unsafe");
    }

    @Test
    void withoutTlsNothingIsSaidOfIt() {
        assertThat(get("/api/v1/jobs").header("Strict-Transport-Security")).isNull();
        assertThat(get("/api/v1/jobs", "X-Forwarded-Proto", "https").header("Strict-Transport-Security"))
                .isNull();
    }

    @Test
    void noOtherOriginIsAllowedByDefault() {
        assertThat(get("/api/v1/jobs", "Origin", "http://localhost:3000").header("Access-Control-Allow-Origin"))
                .isNull();
    }
}
