package dev.millrace.core.testing;

import dev.millrace.core.settings.PostgresqlAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** The two roles of {@code deploy/postgresql/roles.sql} in a test's database, under names of its own; dropped when closed. */
public final class DatabaseRoles implements AutoCloseable {
    private static final String PASSWORD = "7c2f9be14d6a";
    private static final long LONGEST_SCRIPT_SECONDS = 60;

    private final PostgresqlAddress admin;
    private final String owner;
    private final String app;

    private DatabaseRoles(String url, String owner, String app) {
        this.admin = PostgresqlAddress.parse(url);
        this.owner = owner;
        this.app = app;
    }

    /** Runs the script in the database, as a superuser, for roles that no other test has. */
    public static DatabaseRoles in(FreshDatabase database) {
        String name = UniqueNames.next();
        var roles = new DatabaseRoles(database.url(), name + "_owner", name + "_app");
        roles.runScript();
        return roles;
    }

    /** Runs the script, for the first time or again. */
    public void runScript() {
        var builder = new ProcessBuilder(List.of(
                        "psql",
                        "--no-psqlrc",
                        "--host=" + admin.host(),
                        "--port=" + admin.port(),
                        "--username=" + admin.user(),
                        "--dbname=" + admin.database(),
                        "--set=owner=" + owner,
                        "--set=app=" + app,
                        "--file=" + RealServices.repository().resolve("deploy/postgresql/roles.sql")))
                .redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", admin.password());
        builder.environment().put("MILLRACE_OWNER_PASSWORD", PASSWORD);
        builder.environment().put("MILLRACE_APP_PASSWORD", PASSWORD);
        try {
            Process psql = builder.start();
            String printed = new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!psql.waitFor(LONGEST_SCRIPT_SECONDS, TimeUnit.SECONDS) || psql.exitValue() != 0) {
                throw new IllegalStateException("roles.sql failed:\n" + printed);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Applies the migrations on the class path as the owner. */
    public void migrate() {
        Flyway.configure()
                .dataSource(admin.jdbcUrl(), owner, PASSWORD)
                .schemas("millrace")
                .createSchemas(true)
                .load()
                .migrate();
    }

    /** The database's URL for the run-time role. */
    public String appUrl() {
        return urlFor(app);
    }

    /** A new connection of the run-time role, which the caller closes. */
    public Connection connectAsApp() throws SQLException {
        return connectAs(app, PASSWORD);
    }

    /** A new connection of the owner, which the caller closes. */
    public Connection connectAsOwner() throws SQLException {
        return connectAs(owner, PASSWORD);
    }

    @Override
    public void close() {
        try (Connection connection = connectAs(admin.user(), admin.password());
                Statement statement = connection.createStatement()) {
            for (String role : List.of(app, owner)) {
                statement.execute("DROP OWNED BY " + role + " CASCADE");
                statement.execute("DROP ROLE " + role);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the roles could not be dropped", failure);
        }
    }

    private String urlFor(String role) {
        return "postgresql://" + role + ":" + PASSWORD + "@" + admin.host() + ":" + admin.port() + "/"
                + admin.database();
    }

    private Connection connectAs(String role, String password) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(admin.jdbcUrl());
        return source.getConnection(role, password);
    }
}
