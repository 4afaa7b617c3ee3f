package dev.millrace.core.messaging;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Where a RabbitMQ virtual host is and who asks for it.
 *
 * @param host a name or an address; IPv6 without brackets
 * @param port 1..65535
 * @param virtualHost the virtual host's name, {@code /} for the default one
 * @param user the user's name
 * @param password the user's password; never printed
 * @param encrypted whether the connection is TLS, with the server's certificate and name verified
 */
public record BrokerAddress(
        String host, int port, String virtualHost, String user, String password, boolean encrypted) {
    private static final int PLAIN_PORT = 5672;
    private static final int ENCRYPTED_PORT = 5671;
    private static final String GUEST = "guest";

    public BrokerAddress {
        Objects.requireNonNull(host);
        Objects.requireNonNull(virtualHost);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1..65535, not " + port);
        }
    }

    /**
     * Reads {@code amqp://user:password@host:port/vhost} or {@code amqps://...}. User, password and virtual host are
     * percent-decoded. Left out, the port is 5672 (5671 with TLS), user and password {@code guest}, the virtual host
     * {@code /}; a path of a single slash means the default virtual host, too.
     *
     * @throws IllegalArgumentException when it is no such URL; the message does not show the URL, since it holds a password
     */
    public static BrokerAddress parse(String url) {
        URI uri = readUri(url);
        boolean encrypted =
                switch (String.valueOf(uri.getScheme())) {
                    case "amqp" -> false;
                    case "amqps" -> true;
                    default -> throw new IllegalArgumentException("a broker's URL begins amqp:// or amqps://");
                };
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("a broker's URL is amqp://user:password@host:port/vhost");
        }
        int defaultPort = encrypted ? ENCRYPTED_PORT : PLAIN_PORT;
        String[] credentials = readCredentials(uri.getRawUserInfo());
        return new BrokerAddress(
                withoutBrackets(uri.getHost()),
                uri.getPort() == -1 ? defaultPort : uri.getPort(),
                readVirtualHost(uri.getRawPath()),
                credentials[0],
                credentials[1],
                encrypted);
    }

    /** The address without user and password, for logs. */
    @Override
    public String toString() {
        return (encrypted ? "amqps://" : "amqp://") + host + ":" + port + " vhost " + virtualHost;
    }

    private static URI readUri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException malformed) {
            // Without the cause, whose message repeats the URL and the password in it.
            throw new IllegalArgumentException("a broker's URL is amqp://user:password@host:port/vhost; character "
                    + malformed.getIndex() + " of this one is not allowed there");
        }
    }

    private static String[] readCredentials(String userInfo) {
        if (userInfo == null) {
            return new String[] {GUEST, GUEST};
        }
        int colon = userInfo.indexOf(':');
        if (colon < 0) {
            return new String[] {decode(userInfo), GUEST};
        }
        return new String[] {decode(userInfo.substring(0, colon)), decode(userInfo.substring(colon + 1))};
    }

    private static String readVirtualHost(String path) {
        if (path == null || path.length() <= 1) {
            return "/";
        }
        if (path.indexOf('/', 1) != -1) {
            throw new IllegalArgumentException("a slash in a virtual host's name is written %2F");
        }
        return decode(path.substring(1));
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String decode(String text) {
        // URLDecoder reads forms, where a plus is a space; in a URL's authority and path it is a plus.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
