package dev.millrace.bench.running;

import dev.millrace.client.MillraceClient;
import dev.millrace.launching.Launcher;
import dev.millrace.launching.RunningProcess;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A running Millrace, seen from outside. Used by one thread. */
public final class RunningSystem implements AutoCloseable {
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Launcher launcher;
    private final URI api;
    private final URI database;
    private final URI broker;
    private final Connection connection;
    private final MillraceClient client;

    /** Millrace must be up. */
    public RunningSystem(Launcher launcher) throws SQLException {
        this.launcher = launcher;
        Map<String, String> addresses = launcher.addresses();
        api = URI.create(addresses.get("MILLRACE_URL"));
        database = URI.create(addresses.get("MILLRACE_PG_URL"));
        broker = URI.create(addresses.get("MILLRACE_AMQP_URL"));
        connection = connect(database.getPath().substring(1));
        client = MillraceClient.at(api.toString()).build();
        try (Statement statement = connection.createStatement()) {
            // The looks at the tables must stay cheap while these change by the ten thousand.
            statement.execute("set enable_seqscan = off");
            statement.execute("set jit = off");
        }
    }

    public URI api() {
        return api;
    }

    public URI database() {
        return database;
    }

    public URI broker() {
        return broker;
    }

    /** The client that the system is driven with. */
    public MillraceClient client() {
        return client;
    }

    /** A connection to another database of the same server. */
    public Connection connect(String name) throws SQLException {
        String[] credentials = database.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + database.getHost() + ":" + database.getPort() + "/" + name,
                credentials[0],
                credentials[1]);
    }

    /** The connection to the services' database. */
    public Connection connection() {
        return connection;
    }

    public List<RunningProcess> processes() {
        return launcher.processes();
    }

    /** So many workers, which are ready when this returns. */
    public void scaleWorkers(int number) {
        launcher.run("scale", "worker=" + number);
    }

    /** Waits until no job is ready or runs. */
    public void awaitIdle() throws SQLException, InterruptedException {
        awaitNone("select from millrace.job where due_at is null and dead_at is null limit 1");
    }

    /** Waits until the broker has confirmed every ticket. */
    public void awaitAnnounced() throws SQLException, InterruptedException {
        awaitNone("select from millrace.outbox limit 1");
    }

    /** @throws IllegalStateException after 10 minutes */
    private void awaitNone(String query) throws SQLException, InterruptedException {
        await(query, row -> !row.next());
    }

    /** Asks again and again until the answer is as wanted. */
    void await(String query, Wanted wanted) throws SQLException, InterruptedException {
        long began = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet answer = statement.executeQuery(query)) {
                    if (wanted.is(answer)) {
                        return;
                    }
                }
                if (System.nanoTime() - began > LONGEST_DRAIN.toNanos()) {
                    throw new IllegalStateException("still not after " + LONGEST_DRAIN.toMinutes() + " min: " + query);
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        client.close();
        connection.close();
    }

    /** What is waited for. */
    @FunctionalInterface
    interface Wanted {
        boolean is(ResultSet answer) throws SQLException;
    }
}
