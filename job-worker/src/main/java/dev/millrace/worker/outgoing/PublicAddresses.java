package dev.millrace.worker.outgoing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells addresses of the public internet from all others, by IANA's registries of special-purpose addresses. Of IPv6 only
 * global unicast is public at all, and of it nothing that carries an IPv4 address within: where a translator would take such
 * a packet, nobody here can tell.
 */
final class PublicAddresses {
    private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");
    private static final Map<Network, String> SPECIAL = special();

    private PublicAddresses() {}

    /** Why an address is not public, in a word or two; nothing when it is. */
    static Optional<String> objection(InetAddress address) {
        for (Map.Entry<Network, String> entry : SPECIAL.entrySet()) {
            if (entry.getKey().contains(address)) {
                return Optional.of(entry.getValue());
            }
        }
        return address instanceof Inet6Address && !GLOBAL_UNICAST.contains(address)
                ? Optional.of("not global unicast")
                : Optional.empty();
    }

    private static Map<Network, String> special() {
        Map<Network, String> networks = new LinkedHashMap<>();
        networks.put(Network.parse("0.0.0.0/8"), "unspecified");
        networks.put(Network.parse("10.0.0.0/8"), "private");
        networks.put(Network.parse("100.64.0.0/10"), "shared by carriers");
        networks.put(Network.parse("127.0.0.0/8"), "loopback");
        networks.put(Network.parse("169.254.0.0/16"), "link-local");
        networks.put(Network.parse("172.16.0.0/12"), "private");
        networks.put(Network.parse("192.0.0.0/24"), "for protocols");
        networks.put(Network.parse("192.0.2.0/24"), "documentation");
        networks.put(Network.parse("192.88.99.0/24"), "6to4 relay");
        networks.put(Network.parse("192.168.0.0/16"), "private");
        networks.put(Network.parse("198.18.0.0/15"), "for benchmarks");
        networks.put(Network.parse("198.51.100.0/24"), "documentation");
        networks.put(Network.parse("203.0.113.0/24"), "documentation");
        networks.put(Network.parse("224.0.0.0/4"), "multicast");
        networks.put(Network.parse("255.255.255.255"), "broadcast");
        networks.put(Network.parse("240.0.0.0/4"), "reserved");
        networks.put(Network.parse("::"), "unspecified");
        networks.put(Network.parse("::1"), "loopback");
        networks.put(Network.parse("::/96"), "IPv4-compatible");
        networks.put(Network.parse("64:ff9b::/96"), "NAT64");
        networks.put(Network.parse("64:ff9b:1::/48"), "NAT64");
        networks.put(Network.parse("2001::/32"), "Teredo");
        networks.put(Network.parse("2001:db8::/32"), "documentation");
        networks.put(Network.parse("2001::/23"), "for protocols");
        networks.put(Network.parse("2002::/16"), "6to4");
        networks.put(Network.parse("3fff::/20"), "documentation");
        networks.put(Network.parse("fc00::/7"), "unique local");
        networks.put(Network.parse("fe80::/10"), "link-local");
        networks.put(Network.parse("fec0::/10"), "site-local");
        networks.put(Network.parse("ff00::/8"), "multicast");
        return networks;
    }
}
