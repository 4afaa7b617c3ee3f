package dev.millrace.core.messaging;

import dev.millrace.core.tls.Authorities;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a RabbitMQ virtual host is and who asks for it.
 *
 * @param host a name or an address; IPv6 without brackets
 * @param port 1..65535
 * @param virtualHost the virtual host's name, {@code /} for the default one
 * @param user the user's name
 * @param password the user's password; never printed
 * @param encrypted whether the connection is TLS, with the server's certificate and name verified
 * @param authorities who must have signed the server's certificate; of no meaning without TLS
 */
public record BrokerAddress(
        String host,
        int port,
        String virtualHost,
        String user,
        String password,
        boolean encrypted,
        Authorities authorities) {
    // Not java.net.URI, which finds no host in names with an underscore, such as those of containers.
    private static final Pattern URL = Pattern.compile("(?<scheme>amqps?)://"
            + "((?<user>[^\\s:@/?#]*)(:(?<password>[^\\s@/?#]*))?@)?"
            + "(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:(?<port>\\d{1,5}))?"
            + "(/(?<vhost>[^\\s/?#]*))?"
            + "(\\?cacertfile=(?<authorities>[^\\s?#&]+))?");
    private static final int PLAIN_PORT = 5672;
    private static final int ENCRYPTED_PORT = 5671;
    private static final String GUEST = "guest";

    public BrokerAddress {
        Objects.requireNonNull(host);
        Objects.requireNonNull(virtualHost);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
        Objects.requireNonNull(authorities);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1..65535, not " + port);
        }
    }

    /**
     * Reads {@code amqp://user:password@host:port/vhost} or {@code amqps://...?cacertfile=/path/ca.pem}. User, password,
     * virtual host and file are percent-decoded. Left out, the port is 5672 (5671 with TLS), user and password
     * {@code guest}, the virtual host {@code /}, the authorities those that the JVM trusts; a path of a single slash means
     * the default virtual host, too.
     *
     * @throws IllegalArgumentException when it is no such URL; the message does not show the URL, since it holds a
     *     password
     */
    public static BrokerAddress parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw malformed();
        }
        boolean encrypted = parts.group("scheme").equals("amqps");
        String authorities = parts.group("authorities");
        if (authorities != null && !encrypted) {
            throw new IllegalArgumentException("a broker's URL that names a cacertfile begins with amqps://");
        }
        int defaultPort = encrypted ? ENCRYPTED_PORT : PLAIN_PORT;
        String host = parts.group("host");
        String port = parts.group("port");
        return new BrokerAddress(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port == null ? defaultPort : Integer.parseInt(port),
                decodeOr("/", parts.group("vhost")),
                decodeOr(GUEST, parts.group("user")),
                decodeOr(GUEST, parts.group("password")),
                encrypted,
                authorities == null ? Authorities.OF_THE_JVM : Authorities.in(decodeOr("", authorities)));
    }

    /** The address without user and password, for logs. */
    @Override
    public String toString() {
        return (encrypted ? "amqps://" : "amqp://") + host + ":" + port + " vhost " + virtualHost;
    }

    private static String decodeOr(String absent, String text) {
        if (text == null || text.isEmpty()) {
            return absent;
        }
        try {
            // URLDecoder reads forms, where a plus is a space; in a URL's authority and path it is a plus.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException refused) {
            // Without the cause, whose message repeats a part of what may be the password.
            throw malformed();
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "a broker's URL is amqp://user:password@host:port/vhost or amqps://..., "
                        + "the latter perhaps with ?cacertfile=/path/ca.pem, with /, :, @, % and blanks in its parts percent-encoded");
    }
}
