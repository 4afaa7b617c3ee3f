package dev.millrace.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What CloudNativePG is told to do in a new database, done in a real one. */
class PostgresqlRightsIT {
    private static final String DENIED = "42501";
    private static final FreshDatabase DATABASE = RealServices.emptyDatabase();
    private static final String OWNER = DATABASE + "_owner";
    private static final String SERVICE = DATABASE + "_service";

    /** As the operator does it: the database is its owner's, and a superuser runs the statements in it. */
    @BeforeAll
    static void makeTheDatabase() throws SQLException {
        run("CREATE ROLE " + OWNER + " LOGIN PASSWORD 'owner'", "ALTER DATABASE " + DATABASE + " OWNER TO " + OWNER);
        run(statements().toArray(String[]::new));
        run("ALTER ROLE " + SERVICE + " PASSWORD 'service'");
        Flyway.configure()
                .dataSource(DATABASE.jdbcUrl(), OWNER, "owner")
                .schemas("millrace")
                .createSchemas(true)
                .load()
                .migrate();
    }

    @AfterAll
    static void takeItAway() throws SQLException {
        run("DROP OWNED BY " + SERVICE + ", " + OWNER + " CASCADE");
        try (Connection server = DriverManager.getConnection(
                        DATABASE.jdbcUrl().replace("/" + DATABASE, "/postgres"), DATABASE.user(), DATABASE.password());
                Statement statement = server.createStatement()) {
            DATABASE.close();
            statement.execute("DROP ROLE " + SERVICE);
            statement.execute("DROP ROLE " + OWNER);
        }
    }

    @Test
    void theServicesMayReadAndWriteEveryTableButTheMigrationsOwn() throws SQLException {
        List<String> withoutRights = new ArrayList<>();
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SELECT relname FROM pg_class"
                        + " WHERE relnamespace = 'millrace'::regnamespace AND relkind IN ('r', 'p') AND NOT ("
                        + "has_table_privilege('" + SERVICE + "', oid, 'SELECT') AND has_table_privilege('" + SERVICE
                        + "', oid, 'INSERT')) ORDER BY 1")) {
            while (tables.next()) {
                withoutRights.add(tables.getString(1));
            }
        }

        assertThat(withoutRights).isSubsetOf("flyway_schema_history");
        assertThat(asService("INSERT INTO millrace.queue (name) VALUES ('media')"))
                .isEqualTo(1);
    }

    @Test
    void theServicesMaySeeWhatWasMigrated() throws SQLException {
        try (Connection connection = DriverManager.getConnection(DATABASE.jdbcUrl(), SERVICE, "service");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM millrace.flyway_schema_history")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isGreaterThan(9);
        }
    }

    @Test
    void theServicesMayAskWhatTheirTablesTake() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(DATABASE.jdbcUrl(), SERVICE, "service");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(Repository.read(Repository.SIZES))) {
            while (rows.next()) {
                tables.add(rows.getString("table"));
            }
        }

        assertThat(tables).contains("job", "job_archive", "job_log", "attempt").doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE millrace.more (id integer)",
                "CREATE TABLE public.more (id integer)",
                "CREATE SCHEMA more",
                "DROP TABLE millrace.job",
                "ALTER TABLE millrace.job ADD COLUMN more text",
                "TRUNCATE millrace.job"
            })
    void theServicesMayNotChangeTheSchema(String statement) {
        assertThatThrownBy(() -> asService(statement))
                .isInstanceOfSatisfying(SQLException.class, refusal -> assertThat(refusal.getMessage())
                        .matches("(?s).*(permission denied|must be owner).*"))
                .extracting(refusal -> ((SQLException) refusal).getSQLState())
                .isEqualTo(DENIED);
    }

    private static List<String> statements() {
        return Chart.objects("""
                        postgresql:
                          cluster: {enabled: true, database: %s, owner: %s, serviceRole: {name: %s, secret: some}}
                        """.formatted(DATABASE, OWNER, SERVICE)).stream()
                .filter(object -> object.kind().equals("Cluster"))
                .flatMap(cluster ->
                        KubernetesObject.elements(cluster.at("/spec/bootstrap/initdb/postInitApplicationSQL")))
                .map(statement -> statement.asText())
                .toList();
    }

    private static void run(String... statements) throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** @return how many rows were changed */
    private static int asService(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(DATABASE.jdbcUrl(), SERVICE, "service");
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
