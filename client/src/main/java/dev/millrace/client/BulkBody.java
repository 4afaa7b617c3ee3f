package dev.millrace.client;

import java.nio.charset.StandardCharsets;

/** The body of a bulk, put together from jobs that are written already. */
final class BulkBody {
    private static final byte[] BEGIN = "{\"jobs\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);
    /** What surrounds all jobs, and what each brings besides itself. */
    static final int FRAME_BYTES = BEGIN.length + END.length;

    static final int BYTES_BETWEEN = 1;

    private final byte[] body;
    private int used;

    /** @param jobBytes of all jobs together, each with {@link #BYTES_BETWEEN} */
    BulkBody(int jobBytes) {
        // The last job is followed by no comma.
        body = new byte[FRAME_BYTES + jobBytes - BYTES_BETWEEN];
        append(BEGIN);
    }

    void add(byte[] job) {
        if (used > BEGIN.length) {
            body[used] = ',';
            used++;
        }
        append(job);
    }

    byte[] end() {
        append(END);
        return body;
    }

    private void append(byte[] bytes) {
        System.arraycopy(bytes, 0, body, used, bytes.length);
        used += bytes.length;
    }
}
