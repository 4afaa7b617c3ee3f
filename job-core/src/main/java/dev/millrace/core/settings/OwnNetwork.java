package dev.millrace.core.settings;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells names and addresses that lead to a network of one's own (a container's, a cluster's, a house's) from those that may
 * lead through the networks of others, without asking any name server.
 */
public final class OwnNetwork {
    /** RFC 1918, and what RFC 3927 gives to links. */
    private static final Pattern IPV4 =
            Pattern.compile("(10(\\.\\d{1,3}){3})|(192\\.168(\\.\\d{1,3}){2})|(169\\.254(\\.\\d{1,3}){2})"
                    + "|(172\\.(1[6-9]|2\\d|3[01])(\\.\\d{1,3}){2})");

    /** RFC 4193 and link-local addresses. */
    private static final Pattern IPV6 = Pattern.compile("(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):[0-9a-f:.]*");

    /** RFC 6762, RFC 8375, what ICANN keeps for such networks, and Kubernetes' own names. */
    private static final List<String> ENDINGS =
            List.of(".localhost", ".local", ".internal", ".home.arpa", ".lan", ".svc", ".cluster.local");

    private OwnNetwork() {}

    /** @param host a name or an address; an IPv6 address with or without brackets */
    public static boolean isWithin(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        return Loopback.isLoopback(name) || isPrivateAddress(name) || isOwnName(name);
    }

    private static boolean isPrivateAddress(String name) {
        return IPV4.matcher(name).matches() || IPV6.matcher(name).matches();
    }

    /** A single word is found by the resolver of a container or of a cluster only. */
    private static boolean isOwnName(String name) {
        boolean singleWord = !name.isEmpty() && name.indexOf('.') < 0 && name.indexOf(':') < 0;
        return singleWord || ENDINGS.stream().anyMatch(name::endsWith);
    }
}
