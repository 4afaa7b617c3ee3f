package dev.millrace.core.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL database of a test's own, dropped with every connection to it when closed. */
public final class FreshDatabase implements AutoCloseable {
    private static final String SCHEMA = "millrace";

    private final URI server;
    private final String name;

    private FreshDatabase(URI server, String name) {
        this.server = server;
        this.name = name;
    }

    static FreshDatabase createEmpty(URI server) {
        var database = new FreshDatabase(server, UniqueNames.next());
        database.onServer("CREATE DATABASE " + database.name);
        return database;
    }

    static FreshDatabase copyOf(FreshDatabase template) {
        var database = new FreshDatabase(template.server, UniqueNames.next());
        database.onServer("CREATE DATABASE " + database.name + " TEMPLATE " + template.name);
        return database;
    }

    /** {@code postgresql://user:password@host:port/database}, as {@code MILLRACE_PG_URL} wants it. */
    public String url() {
        return ServerUrl.withPath(server, name).toString();
    }

    /** {@link #url()} by way of a proxy whose target must be this database's server. */
    public String urlThrough(TcpProxy proxy) {
        return ServerUrl.withServer(ServerUrl.withPath(server, name), TcpProxy.HOST, proxy.port())
                .toString();
    }

    /** A proxy in front of this database's server, which the caller closes. */
    public TcpProxy proxy() {
        return TcpProxy.to(server.getHost(), server.getPort());
    }

    /** The URL for JDBC, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl(name);
    }

    public String user() {
        return ServerUrl.user(server);
    }

    public String password() {
        return ServerUrl.password(server);
    }

    /** A new JDBC connection, which the caller closes. */
    public Connection connect() throws SQLException {
        return connect(jdbcUrl());
    }

    /** Applies the migrations on the class path. */
    public void migrate() {
        Flyway.configure()
                .dataSource(jdbcUrl(), user(), password())
                .schemas(SCHEMA)
                .createSchemas(true)
                .load()
                .migrate();
    }

    /** Ends every connection to this database, as an operator or a failover would. */
    public void terminateConnections() {
        onServer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name
                + "' AND pid <> pg_backend_pid()");
    }

    @Override
    public void close() {
        onServer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    @Override
    public String toString() {
        return name;
    }

    /** Asks no DriverManager: a Quarkus application that has ended in this process leaves it without the driver. */
    private Connection connect(String url) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source.getConnection(user(), password());
    }

    private void onServer(String statement) {
        try (Connection connection = connect(jdbcUrl("postgres"));
                Statement running = connection.createStatement()) {
            running.execute(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException("PostgreSQL refused: " + statement, failure);
        }
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://" + server.getHost() + ":" + server.getPort() + "/" + database;
    }
}
