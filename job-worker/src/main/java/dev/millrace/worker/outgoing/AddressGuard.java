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
    static final int HTTP_PORT = 80;
    static final int HTTPS_PORT = 443;

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
        Optional<Authority> authority = Authority.of(url);
        if (authority.isEmpty()) {
            return new Destination.Refused("the URL names no host that can be checked");
        }
        String host = authority.get().host();
        int named = authority.get().port();
        if (authority.get().hasCredentials()) {
            return new Destination.Refused("the URL holds credentials, which belong in a header");
        }
        if (named == 0 || named > HIGHEST_PORT) {
            return new Destination.Refused("there is no port " + named);
        }
        int port = named != -1 ? named : secure ? HTTPS_PORT : HTTP_PORT;
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
}
