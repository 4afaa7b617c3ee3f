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
            String name = host.contains(":") ? "[" + host + "]" : host;
            int usual = secure ? AddressGuard.HTTPS_PORT : AddressGuard.HTTP_PORT;
            return port == usual ? name : name + ":" + port;
        }

        /** What the request line says: what is not ASCII is encoded. */
        String target() {
            URI encoded = URI.create(url.toASCIIString());
            String path = encoded.getRawPath() == null || encoded.getRawPath().isEmpty() ? "/" : encoded.getRawPath();
            return encoded.getRawQuery() == null ? path : path + "?" + encoded.getRawQuery();
        }
    }

    /** It may not be reached. */
    record Refused(String reason) implements Destination {}

    /** Its name cannot be resolved at present. */
    record Unknown(String reason) implements Destination {}
}
