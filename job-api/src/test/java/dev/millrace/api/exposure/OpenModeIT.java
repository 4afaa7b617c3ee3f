package dev.millrace.api.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.testing.ApiCase;
import dev.millrace.api.testing.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OpenModeIT extends ApiCase {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.1.2.3:80", "[::1]", "[::1]:8080"})
    void aLoopbackNameIsAnswered(String host) {
        assertThat(RawHttp.get(root, "/api/v1/queues", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "localhost.example.com",
                "127.0.0.1.example.com",
                "example.com:8080",
                "192.168.1.5",
                "0.0.0.0",
                "[::2]",
                "[::ffff:192.168.1.5]",
                "1270.0.0.1"
            })
    void anyOtherNameIsNot(String host) {
        for (String path : new String[] {"/api/v1/queues", "/q/health", "/docs/", "/submit-job", "/nothing"}) {
            assertThat(RawHttp.get(root, path, "Host: " + host))
                    .startsWith("HTTP/1.1 421")
                    .contains("\"code\":\"misdirected\"");
        }
    }

    @Test
    void aRequestWithoutNameIsNotAnswered() {
        assertThat(RawHttp.get(root, "/api/v1/queues", "Accept: */*")).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com", "http://localhost.example.com", "null", "http://192.168.1.5:8080", "%"})
    void pagesOfOtherSitesMayAskNothing(String origin) {
        post("/api/v1/jobs", "{\"job_type\":\"any\"}", "Origin", origin).expectProblem(403, "cross_site");
        get("/api/v1/queues", "Origin", origin).expectProblem(403, "cross_site");
        send("OPTIONS", "/api/v1/jobs", null, "Origin", origin, "Access-Control-Request-Method", "POST")
                .expectProblem(403, "cross_site");
    }

    @Test
    void whatABrowserCallsCrossSiteIsRefusedButForALinkThatIsFollowed() {
        post("/api/v1/jobs", "{\"job_type\":\"any\"}", "Sec-Fetch-Site", "cross-site")
                .expectProblem(403, "cross_site");
        get("/api/v1/queues", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
                .expectProblem(403, "cross_site");
        post("/api/v1/jobs", "{}", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                .expectProblem(403, "cross_site");
        assertThat(get("/docs/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void pagesOfThisMachineMayAsk() {
        post("/api/v1/jobs", "{\"job_type\":\"any\"}", "Origin", "http://localhost:3000")
                .expect(201);
        post("/api/v1/jobs", "{\"job_type\":\"any\"}", "Sec-Fetch-Site", "same-origin")
                .expect(201);
        post("/api/v1/jobs", "{\"job_type\":\"any\"}", "Origin", "http://[::1]:3000")
                .expect(201);
    }
}
