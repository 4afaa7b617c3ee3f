package dev.millrace.bench.load;

import dev.millrace.client.JobRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The job that everything is measured with: it does nothing, and its payload has 200 bytes. */
public final class BenchJob {
    private static final int PAYLOAD_BYTES = 200;
    private static final String NOTE = "x".repeat(PAYLOAD_BYTES - "{\"note\":\"\"}".length());

    /** For the client. */
    public static final JobRequest REQUEST = JobRequest.of("noop", new Payload(NOTE));

    private BenchJob() {}

    record Payload(String note) {}

    /** A POST of one such job, as it goes over the wire. */
    public static byte[] post(URI api) {
        return post(api, "{\"job_type\":\"noop\",\"payload\":{\"note\":\"" + NOTE + "\"}}");
    }

    /** The same, of a job whose result tells when its handler began. */
    public static byte[] postTellingStart(URI api) {
        return post(
                api,
                "{\"job_type\":\"noop\",\"payload\":{\"tell_start\":true,\"note\":\""
                        + NOTE.substring("\"tell_start\":true,".length()) + "\"}}");
    }

    private static byte[] post(URI api, String body) {
        return ("POST /api/v1/jobs HTTP/1.1\r\nHost: " + api.getAuthority()
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A request that the service answers by doing next to nothing. */
    public static byte[] nothing(URI api) {
        return ("GET /q/health/live HTTP/1.1\r\nHost: " + api.getAuthority() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
