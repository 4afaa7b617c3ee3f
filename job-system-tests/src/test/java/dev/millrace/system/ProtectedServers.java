package dev.millrace.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.settings.PostgresqlAddress;
import dev.millrace.core.testing.RealServices;
import dev.millrace.launching.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL and a RabbitMQ of a test's own, as in production: both take TLS only, by certificates for {@code localhost}, and
 * the database has the two roles of {@code deploy/postgresql/roles.sql}.
 */
final class ProtectedServers implements AutoCloseable {
    /** The name in the certificates. Both servers also answer at 127.0.0.1, for which they have none. */
    static final String NAME = "localhost";

    static final String OTHER_NAME = "127.0.0.1";

    private static final String PASSWORD = "5d0c1f7b9a3e4826";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Launcher launcher;
    private final TestAuthority authority;
    private final TestAuthority foreign;
    private final int encryptedPort;
    private final PostgresqlAddress admin;
    private final URI plainBroker;
    private final URI management;

    ProtectedServers(Path folder) {
        launcher = new Launcher(RealServices.repository(), folder.resolve("home"), Map.of());
        authority = new TestAuthority(folder, "authority");
        foreign = new TestAuthority(folder, "foreign");
        authority.certificateFor(NAME);
        encryptedPort = freePort();
        writeBrokerSettings();
        Map<String, String> addresses = started();
        admin = PostgresqlAddress.parse(addresses.get("MILLRACE_PG_URL"));
        plainBroker = URI.create(addresses.get("MILLRACE_AMQP_URL"));
        management = URI.create(addresses.get("MILLRACE_RABBITMQ_UI"));
    }

    /** When one of them does not start, the other is left to nobody. */
    private Map<String, String> started() {
        try {
            return launcher.servers();
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** Takes the plain ways in away, and makes the roles. */
    void protect() {
        encryptDatabase();
        launcher.run(
                "rabbitmqctl",
                "eval",
                "ranch:suspend_listener({acceptor, {127,0,0,1}, " + plainBroker.getPort() + "}).");
        makeRoles();
    }

    /** PostgreSQL for the role that the services work with. */
    String databaseUrl(String host, Path authorities) {
        return databaseUrl("millrace_app", host, authorities);
    }

    /** PostgreSQL without TLS, which it does not take. */
    String plainDatabaseUrl() {
        return "postgresql://millrace_app:" + PASSWORD + "@" + NAME + ":" + admin.port() + "/" + admin.database();
    }

    /** RabbitMQ. */
    String brokerUrl(String host, Path authorities) {
        return "amqps://" + plainBroker.getRawUserInfo() + "@" + host + ":" + encryptedPort + "/%2F?cacertfile="
                + authorities;
    }

    /** RabbitMQ without TLS, which it does not take. */
    String plainBrokerUrl() {
        return plainBroker.toString();
    }

    /** Who has signed the servers' certificates. */
    Path authorities() {
        return authority.certificate();
    }

    /** An authority that has signed nothing of theirs. */
    Path foreignAuthorities() {
        return foreign.certificate();
    }

    /** PostgreSQL for the role that migrates. */
    String migrationUrl() {
        return databaseUrl("millrace_owner", NAME, authorities());
    }

    /** A connection as the superuser, encrypted as all are. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                PostgresqlAddress.parse(urlFor(admin.user(), admin.password(), NAME, authorities()))
                        .jdbcUrl(),
                admin.user(),
                admin.password());
    }

    /** Whether each connection that RabbitMQ has is encrypted, by the names that the clients gave them. */
    JsonNode brokerConnections() {
        String credentials =
                Base64.getEncoder().encodeToString(management.getUserInfo().getBytes(StandardCharsets.UTF_8));
        URI asked = URI.create("http://" + management.getHost() + ":" + management.getPort() + "/api/connections");
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return JSON.readTree(http.send(
                            HttpRequest.newBuilder(asked)
                                    .header("Authorization", "Basic " + credentials)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        launcher.run("down", "--data");
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String databaseUrl(String role, String host, Path authorities) {
        return urlFor(role, PASSWORD, host, authorities);
    }

    private String urlFor(String role, String password, String host, Path authorities) {
        return "postgresql://" + role + ":" + password + "@" + host + ":" + admin.port() + "/" + admin.database()
                + "?sslmode=verify-full&sslrootcert=" + authorities;
    }

    private void writeBrokerSettings() {
        try {
            Path settings = Files.createDirectories(launcher.home().resolve("rabbitmq/conf.d"))
                    .resolve("tls.conf");
            Files.writeString(settings, """
                    listeners.ssl.1 = 127.0.0.1:%d
                    ssl_options.cacertfile = %s
                    ssl_options.certfile = %s
                    ssl_options.keyfile = %s
                    ssl_options.verify = verify_none
                    ssl_options.fail_if_no_peer_cert = false
                    """.formatted(
                            encryptedPort,
                            authority.certificate(),
                            authority.certificate().resolveSibling(NAME + ".pem"),
                            authority.keyOf(NAME)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** By the server itself, which alone may read what it keeps, whoever runs it. */
    private void encryptDatabase() {
        try (Connection connection = DriverManager.getConnection(admin.jdbcUrl(), admin.user(), admin.password());
                Statement statement = connection.createStatement()) {
            write(
                    statement,
                    "server.crt",
                    TestAuthority.read(authority.certificate().resolveSibling(NAME + ".pem")));
            write(statement, "server.key", TestAuthority.read(authority.keyOf(NAME)));
            write(statement, "pg_hba.conf", "hostssl all all 127.0.0.1/32 scram-sha-256\n");
            statement.execute("ALTER SYSTEM SET ssl = on");
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void write(Statement statement, String file, String text) throws SQLException {
        String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        statement.execute("COPY (SELECT '" + encoded + "') TO PROGRAM 'umask 077 && base64 -d > " + file + ".new && mv "
                + file + ".new " + file + "'");
    }

    private void makeRoles() {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "psql",
                        "--no-psqlrc",
                        "--dbname=host=" + NAME + " port=" + admin.port() + " user=" + admin.user() + " dbname="
                                + admin.database() + " sslmode=verify-full sslrootcert=" + authorities(),
                        "--file=" + RealServices.repository().resolve("deploy/postgresql/roles.sql")))
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "PGPASSWORD", admin.password(),
                        "MILLRACE_OWNER_PASSWORD", PASSWORD,
                        "MILLRACE_APP_PASSWORD", PASSWORD));
        try {
            Process psql = builder.start();
            String printed = new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (psql.waitFor() != 0) {
                throw new IllegalStateException("roles.sql failed:\n" + printed);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
