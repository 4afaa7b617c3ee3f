package dev.millrace.api.limits;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Where requests come from, as the limits see it. */
final class Addresses {
    private static final int NETWORK_BYTES = 8;
    private static final String UNKNOWN = "unknown";

    private Addresses() {}

    /**
     * The connection's address, or what a trusted proxy says it is. An IPv6 address counts by its network (/64), for whoever
     * has one has all of them.
     */
    static String of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String address = remote == null ? null : remote.hostAddress();
        return address == null ? UNKNOWN : network(address);
    }

    static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A text with colons is never a name, so that no name server is asked.
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
                    : parsed.getHostAddress();
        } catch (UnknownHostException unreadable) {
            return UNKNOWN;
        }
    }
}
