package dev.millrace.worker.outgoing;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/** What the guard says of a URL. */
sealed interface Destination {
    /**
     * It may be reached, at these addresses and no others.
     *
     * @param host as a certificate names it; IPv6 without brackets
     * @param addresses at least one, all of them checked
     */
    record Checked(URI url, String host, int port, boolean secure, List<InetAddress> addresses) implements Destination {
        /** What the Host header says. */
        String authority() {
            return url.getPort() == -1 ? url.getHost() : url.getHost() + ":" + url.getPort();
        }

        String target() {
            String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
            return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        }
    }

    /** It may not be reached. */
    record Refused(String reason) implements Destination {}

    /** Its name cannot be resolved at present. */
    record Unknown(String reason) implements Destination {}
}
