package dev.millrace.core.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Where the PostgreSQL database is and who asks for it.
 *
 * @param host a name or an address; IPv6 in brackets
 * @param port 1..65535
 * @param database the database's name
 * @param parameters what follows the {@code ?} of the URL, or an empty text; without those for TLS
 * @param tls how connections are protected
 * @param user the user's name
 * @param password the user's password; never printed
 */
public record PostgresqlAddress(
        String host, int port, String database, String parameters, PostgresqlTls tls, String user, String password) {
    private static final int DEFAULT_PORT = 5432;
    private static final String JVM_TRUST = "org.postgresql.ssl.DefaultJavaSSLFactory";

    public PostgresqlAddress {
        Objects.requireNonNull(host);
        Objects.requireNonNull(database);
        Objects.requireNonNull(tls);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database?sslmode=verify-full&sslrootcert=/path/ca.pem}; user, password,
     * database and the values of parameters may be percent-encoded.
     *
     * @throws IllegalArgumentException saying what is wrong, without the password
     */
    public static PostgresqlAddress parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException unreadable) {
            throw new IllegalArgumentException(
                    "millrace.pg.url is not a URL (percent-encode special characters): " + unreadable.getReason());
        }
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "millrace.pg.url must look like postgresql://user:password@host:port/database");
        }
        String[] credentials = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        if (credentials.length != 2
                || uri.getHost() == null
                || uri.getRawPath() == null
                || uri.getRawPath().length() < 2) {
            throw new IllegalArgumentException("millrace.pg.url must name user, password, host and database:"
                    + " postgresql://user:password@host:port/database");
        }
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return new PostgresqlAddress(
                uri.getHost(),
                uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort(),
                decode(uri.getRawPath().substring(1)),
                Arrays.stream(query.split("&"))
                        .filter(parameter -> !PostgresqlTls.isOfTls(parameter))
                        .collect(Collectors.joining("&")),
                PostgresqlTls.of(tlsParameters(query)),
                decode(credentials[0]),
                decode(credentials[1]));
    }

    /** For a JDBC driver, without the credentials, and with all that it needs for TLS. */
    public String jdbcUrl() {
        String plain = "jdbc:" + reactiveUrl();
        return plain + (parameters.isEmpty() ? "?" : "&") + "sslmode="
                + tls.mode().text()
                + switch (tls.mode()) {
                    case DISABLE, REQUIRE -> "";
                    // Left to itself the driver looks for authorities in the home of the process's user.
                    case VERIFY_CA, VERIFY_FULL ->
                        tls.authorities()
                                .file()
                                .map(file ->
                                        "&sslrootcert=" + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8))
                                .orElse("&sslfactory=" + JVM_TRUST);
                };
    }

    /** For the reactive client, without the credentials and without what concerns TLS. */
    public String reactiveUrl() {
        String query = parameters.isEmpty() ? "" : "?" + parameters;
        return "postgresql://" + host + ":" + port + "/" + database + query;
    }

    @Override
    public String toString() {
        return reactiveUrl();
    }

    private static Map<String, String> tlsParameters(String query) {
        return Arrays.stream(query.split("&"))
                .filter(PostgresqlTls::isOfTls)
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(
                        parts -> parts[0], parts -> parts.length == 2 ? decode(parts[1]) : "", (first, last) -> last));
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
