package dev.millrace.core.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Where the PostgreSQL database is and who asks for it.
 *
 * @param host a name or an address; IPv6 in brackets
 * @param port 1..65535
 * @param database the database's name
 * @param parameters what follows the {@code ?} of the URL, or an empty text
 * @param user the user's name
 * @param password the user's password; never printed
 */
public record PostgresqlAddress(
        String host, int port, String database, String parameters, String user, String password) {
    private static final int DEFAULT_PORT = 5432;

    public PostgresqlAddress {
        Objects.requireNonNull(host);
        Objects.requireNonNull(database);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database}; user, password and database may be percent-encoded.
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
        return new PostgresqlAddress(
                uri.getHost(),
                uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort(),
                decode(uri.getRawPath().substring(1)),
                uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                decode(credentials[0]),
                decode(credentials[1]));
    }

    /** For a JDBC driver, without the credentials. */
    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** For the reactive client, without the credentials. */
    public String reactiveUrl() {
        String query = parameters.isEmpty() ? "" : "?" + parameters;
        return "postgresql://" + host + ":" + port + "/" + database + query;
    }

    @Override
    public String toString() {
        return reactiveUrl();
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
