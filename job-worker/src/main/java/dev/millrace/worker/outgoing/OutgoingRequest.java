package dev.millrace.worker.outgoing;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * A request to somewhere outside.
 *
 * @param method in capitals
 * @param headers sent as they are; to another origin, where a redirect may lead, only those that describe the body or what
 *     is wanted
 * @param body null when there is none
 * @param timeout for everything together: looking up, connecting, redirects, and the whole answer
 * @param wanted statuses at which a redirect is not followed, because it is what is wanted
 */
public record OutgoingRequest(
        String method, URI url, Map<String, String> headers, byte[] body, Duration timeout, Set<Integer> wanted) {
    public OutgoingRequest {
        headers = Map.copyOf(headers);
        wanted = Set.copyOf(wanted);
    }

    public static OutgoingRequest get(URI url, Map<String, String> headers, Duration timeout) {
        return new OutgoingRequest("GET", url, headers, null, timeout, Set.of());
    }
}
