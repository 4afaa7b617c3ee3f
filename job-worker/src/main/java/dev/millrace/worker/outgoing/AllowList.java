package dev.millrace.worker.outgoing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Networks and hosts of one's own, which may be reached although they are not public. */
final class AllowList {
    private static final Pattern HOST = Pattern.compile("[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?");

    private final List<Network> networks = new ArrayList<>();
    private final Set<String> hosts = new HashSet<>();

    /**
     * @param entries networks, addresses and host names
     * @throws IllegalArgumentException naming the entry that is none of them
     */
    AllowList(List<String> entries) {
        for (String written : entries) {
            String entry = written.strip().toLowerCase(Locale.ROOT);
            if (entry.contains("/") || Network.literal(entry).isPresent()) {
                networks.add(Network.parse(entry));
            } else if (HOST.matcher(entry).matches() && !HostName.endsInANumber(entry)) {
                hosts.add(entry);
            } else {
                throw new IllegalArgumentException("millrace.worker.outgoing.allow: " + written
                        + " is neither a network such as 10.0.0.0/8, nor an address, nor a host's name");
            }
        }
    }

    /** @param host in lower case, without a dot at its end */
    boolean holds(String host, InetAddress address) {
        return hosts.contains(host) || networks.stream().anyMatch(network -> network.contains(address));
    }
}
