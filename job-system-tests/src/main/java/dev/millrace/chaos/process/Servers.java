package dev.millrace.chaos.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.settings.PostgresqlAddress;
import dev.millrace.launching.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The PostgreSQL and the RabbitMQ of this run alone, and all that can be done to them. */
public final class Servers {
    private static final Duration LONGEST_END = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Launcher launcher;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final PostgresqlAddress database;
    private final URI databaseUrl;
    private final URI broker;
    private final URI management;

    /** Starts both. */
    public Servers(Launcher launcher) {
        this.launcher = launcher;
        Map<String, String> addresses = launcher.servers();
        databaseUrl = URI.create(addresses.get("MILLRACE_PG_URL"));
        database = PostgresqlAddress.parse(databaseUrl.toString());
        broker = URI.create(addresses.get("MILLRACE_AMQP_URL"));
        management = URI.create(addresses.get("MILLRACE_RABBITMQ_UI"));
    }

    public InetSocketAddress databaseSocket() {
        return new InetSocketAddress(databaseUrl.getHost(), databaseUrl.getPort());
    }

    public InetSocketAddress brokerSocket() {
        return new InetSocketAddress(broker.getHost(), broker.getPort());
    }

    /** PostgreSQL's address for who comes by another port. */
    public String databaseUrlBy(int port) {
        return by(port, databaseUrl);
    }

    /** RabbitMQ's address for who comes by another port. */
    public String brokerUrlBy(int port) {
        return by(port, broker);
    }

    /** RabbitMQ's address, past all proxies. */
    public URI broker() {
        return broker;
    }

    /** A connection to the services' database, past all proxies. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    /** Starts what does not run, and waits for it. */
    public void startAgain() {
        launcher.servers();
    }

    /** What {@code pg_ctl stop -m immediate} does. */
    public void crashDatabase() {
        end("postgresql", Signal.QUIT);
    }

    public void killBroker() {
        end("rabbitmq", Signal.KILL);
    }

    /** Deletes all that RabbitMQ knows; only while it is dead. */
    public void wipeBroker() {
        try (Stream<Path> files = Files.walk(launcher.home().resolve("rabbitmq").resolve("data"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Runs {@code rabbitmqctl}. */
    public void control(String... arguments) {
        launcher.run(
                Stream.concat(Stream.of("rabbitmqctl"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Breaks off all sessions of PostgreSQL but its own. */
    public void terminateSessions() {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The queues that Millrace has in the broker. */
    public List<String> queues() {
        List<String> names = new ArrayList<>();
        for (JsonNode queue : read(ask("GET", "/api/queues/%2F?columns=name").body())) {
            names.add(queue.get("name").asText());
        }
        return names.stream().filter(name -> name.startsWith("millrace.")).toList();
    }

    public void purge(String queue) {
        ask("DELETE", "/api/queues/%2F/" + queue + "/contents");
    }

    public void delete(String queue) {
        ask("DELETE", "/api/queues/%2F/" + queue);
    }

    private HttpResponse<String> ask(String method, String path) {
        String credentials =
                Base64.getEncoder().encodeToString(management.getUserInfo().getBytes(StandardCharsets.UTF_8));
        URI address = URI.create("http://" + management.getHost() + ":" + management.getPort() + path);
        try {
            return http.send(
                    HttpRequest.newBuilder(address)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .header("Authorization", "Basic " + credentials)
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void end(String name, Signal signal) {
        long processId = launcher.processId(name);
        signal.send(processId);
        Patience.require(LONGEST_END, name + " to end", () -> !isAlive(processId));
    }

    // The JDK takes a zombie, which nobody has waited for yet, for alive.
    private static boolean isAlive(long processId) {
        Path stat = Path.of("/proc", Long.toString(processId), "stat");
        try {
            if (Files.exists(Path.of("/proc", "self", "stat"))) {
                String fields = Files.readString(stat);
                return fields.charAt(fields.lastIndexOf(") ") + 2) != 'Z';
            }
        } catch (IOException gone) {
            return false;
        }
        return ProcessHandle.of(processId).map(ProcessHandle::isAlive).orElse(false);
    }

    private static String by(int port, URI address) {
        return address.toString().replace(":" + address.getPort() + "/", ":" + port + "/");
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
