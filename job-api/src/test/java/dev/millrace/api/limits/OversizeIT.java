package dev.millrace.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.testing.ApiCase;
import dev.millrace.api.testing.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OversizeIT extends ApiCase {
    private static final int CHUNK = 64 << 10;

    @Test
    void aLongAddressIsAProblem() {
        get("/api/v1/jobs?tag=" + "a".repeat(9_000)).expectProblem(414, "uri_too_long");
        get("/api/v1/jobs?status=dead&tag=" + "a".repeat(6_000)).expect(200);
    }

    @Test
    void largeHeadersAreAProblem() {
        get("/api/v1/queues", "X-Large", "a".repeat(17_000)).expectProblem(431, "headers_too_large");
        get("/api/v1/queues", "X-Large", "a".repeat(12_000)).expect(200);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/jobs,9", "/submit-job,9", "/api/v1/scheduled-jobs,9", "/api/v1/jobs/bulk,129"})
    void aBodyInChunksIsRefusedOnceItHasGrownTooLarge(String path, int chunks) {
        String answer = RawHttp.send(
                root,
                "POST " + path
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + (Integer.toHexString(CHUNK) + "\r\n" + " ".repeat(CHUNK) + "\r\n").repeat(chunks));

        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"code\":\"too_large\"");
    }

    @Test
    void aBodyInChunksThatIsSmallEnoughIsRead() {
        String job = "{\"job_type\":\"any\",\"payload\":{\"text\":\"" + "a".repeat(200_000) + "\"}}";
        String half = job.substring(0, job.length() / 2);
        String rest = job.substring(job.length() / 2);
        String answer = RawHttp.send(
                root,
                "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + Integer.toHexString(half.length())
                        + "\r\n" + half + "\r\n" + Integer.toHexString(rest.length()) + "\r\n" + rest
                        + "\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 201");
    }

    @Test
    void aBodyThatAnnouncesTooMuchIsRefusedUnread() {
        String answer = RawHttp.send(
                root,
                "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 99999999999999999999\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("Exception");
    }

    /** The HTTP layer refuses these before anything of ours is asked, without a body, and closes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET /api/v1/jobs/\u0000 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nA B: c\r\nConnection: close\r\n\r\n",
                "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\nConnection: close\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            })
    void whatIsNoHttpIsRefusedBriefly(String request) {
        assertThat(RawHttp.send(root, request))
                .startsWith("HTTP/1.")
                .contains(" 400 ")
                .hasSizeLessThan(1_500);
    }

    @Test
    void anAddressBeyondTheHttpLayersOwnLimitIsRefusedBriefly() {
        assertThat(RawHttp.get(root, "/" + "a".repeat(70_000), "Host: localhost"))
                .startsWith("HTTP/1.0 414")
                .doesNotContain("Exception");
        assertThat(RawHttp.get(root, "/health", "Host: localhost", "X-Large: " + "a".repeat(70_000)))
                .startsWith("HTTP/1.1 431")
                .doesNotContain("Exception");
    }
}
