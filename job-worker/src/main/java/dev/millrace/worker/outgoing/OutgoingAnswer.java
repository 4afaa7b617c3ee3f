package dev.millrace.worker.outgoing;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/** What came of a request to somewhere outside. */
public sealed interface OutgoingAnswer {
    /** The {@code error.type} of a job whose request the guard refuses. */
    String ADDRESS_REFUSED = "AddressRefused";

    /**
     * There is an answer, of whatever status.
     *
     * @param url where it came from, after redirects
     * @param headers finds a header's first value by its name, in any case
     * @param body as far as it was read
     * @param cut whether there was more than is read of a body
     */
    record Answered(URI url, int status, Function<String, Optional<String>> headers, byte[] body, boolean cut)
            implements OutgoingAnswer {
        public Optional<String> header(String name) {
            return headers.apply(name);
        }
    }

    /** The request, or a redirect of it, leads where jobs must not go. It never will be allowed by itself. */
    record Refused(String reason) implements OutgoingAnswer {}

    /** There were more redirects than are followed. */
    record Misled(String reason) implements OutgoingAnswer {}

    /** There is no answer; the next time there may be one. */
    record Failed(String type, String reason) implements OutgoingAnswer {}
}
