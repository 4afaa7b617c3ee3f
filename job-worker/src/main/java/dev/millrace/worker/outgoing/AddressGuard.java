package dev.millrace.worker.outgoing;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides where a request may go. A name is resolved once, and all that comes of it is checked: whoever answers with a
 * public address first and a private one later gains nothing, for nobody asks again.
 */
final class AddressGuard {
    private static final int HIGHEST_PORT = 65_535;

    private final AllowList allowed;
    private final AddressResolver resolver;

    AddressGuard(AllowList allowed, AddressResolver resolver) {
        this.allowed = allowed;
        this.resolver = resolver;
    }

    /** Blocks while a name is looked up. */
    Destination check(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !scheme.equals("http")) {
            return new Destination.Refused("only http and https are followed, not '" + scheme + "'");
        }
        if (url.getHost() == null) {
            return new Destination.Refused("the URL names no host that can be checked");
        }
        if (url.getRawUserInfo() != null) {
            return new Destination.Refused("the URL holds credentials, which belong in a header");
        }
        if (url.getPort() == 0 || url.getPort() > HIGHEST_PORT) {
            return new Destination.Refused("there is no port " + url.getPort());
        }
        int port = url.getPort() != -1 ? url.getPort() : secure ? 443 : 80;
        String host = bare(url.getHost());
        return check(host).orElseGet(() -> resolved(url, host, port, secure));
    }

    private static Optional<Destination> check(String host) {
        if (host.contains("%")) {
            return Optional.of(new Destination.Refused("an address with a zone is not followed: " + host));
        }
        return HostName.endsInANumber(host) && Network.literal(host).isEmpty()
                ? Optional.of(new Destination.Refused("an odd spelling of an address is not followed: " + host))
                : Optional.empty();
    }

    private Destination resolved(URI url, String host, int port, boolean secure) {
        List<InetAddress> addresses;
        Optional<InetAddress> literal = Network.literal(host);
        try {
            addresses = literal.isPresent() ? List.of(literal.get()) : resolver.resolve(host);
        } catch (UnknownHostException unknown) {
            return new Destination.Unknown("the host " + host + " cannot be resolved");
        }
        for (InetAddress address : addresses) {
            Optional<String> objection = PublicAddresses.objection(address);
            if (objection.isPresent() && !allowed.holds(host, address)) {
                return new Destination.Refused(
                        host + " is at " + address.getHostAddress() + ", which is " + objection.get());
            }
        }
        return new Destination.Checked(url, host, port, secure, addresses);
    }

    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            return name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
