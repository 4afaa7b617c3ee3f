package dev.millrace.core.store;

import static dev.millrace.core.testing.JobBuilder.aJob;
import static dev.millrace.core.testing.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.job.NewJob;
import dev.millrace.core.testing.DatabaseRoles;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The role that the services work with can do their work, and nothing that defines or drops. */
class RunTimeRoleIT {
    private static final UUID WORKER = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
    private static final String DENIED = "42501";

    private static FreshDatabase database;
    private static DatabaseRoles roles;
    private static TestStore store;

    @BeforeAll
    static void migrateAsTheOwner() {
        database = RealServices.emptyDatabase();
        roles = DatabaseRoles.in(database);
        roles.migrate();
        store = TestStore.as(roles, database);
    }

    @AfterAll
    static void drop() {
        store.close();
        roles.close();
        database.close();
    }

    @Test
    void everyStatementOfTheServicesIsAllowed() throws SQLException, IOException {
        var softly = new SoftAssertions();
        try (Connection connection = roles.connectAsApp();
                Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = force_generic_plan");
            for (String name : statements()) {
                String sql = SqlFile.read(name);
                statement.execute("PREPARE looked_at AS " + sql);
                softly.assertThatCode(() -> statement.execute("EXPLAIN EXECUTE looked_at" + nulls(sql)))
                        .as(name)
                        .doesNotThrowAnyException();
                statement.execute("DEALLOCATE looked_at");
            }
        }
        softly.assertAll();
    }

    @Test
    void aJobIsAcceptedClaimedAndEnded() {
        NewJob job = aJob().build();
        await(store.jobs().accept(job));

        var claimed = await(store.jobs().claim(List.of(job.id()), WORKER));

        assertThat(await(store.jobs()
                        .end(new AttemptEnd.Completed(claimed.getFirst().key(), "{}"))))
                .isEqualTo(EndResult.RECORDED);
    }

    @Test
    void partitionsAreMadeAndDroppedByTheFunctionsForThat() throws SQLException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String aged = "job_archive_" + today.minusDays(9).format(DateTimeFormatter.BASIC_ISO_DATE);
        String missing = "job_log_" + today.plusDays(7).format(DateTimeFormatter.BASIC_ISO_DATE);
        asOwner("CREATE TABLE millrace." + aged + " PARTITION OF millrace.job_archive FOR VALUES FROM ('"
                + today.minusDays(9) + "') TO ('" + today.minusDays(8) + "')");
        asOwner("DROP TABLE millrace." + missing);

        assertThat(await(store.archive().ensurePartitions())).isEqualTo(1);

        assertThat(store.query("SELECT relowner::regrole::text LIKE '%\\_owner' FROM pg_class WHERE relname = '"
                        + missing + "'"))
                .containsExactly("t");
        assertThat(asApp("SELECT millrace.drop_aged_partition('job_archive', interval '5 days', 100)"))
                .isEqualTo(aged);
        assertThat(asApp("SELECT millrace.drop_aged_partition('job_archive', interval '5 days', 100)"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE millrace.own ()",
                "CREATE TABLE public.own ()",
                "CREATE TEMPORARY TABLE own ()",
                "CREATE SCHEMA own",
                "CREATE INDEX own ON millrace.job (queue)",
                "CREATE FUNCTION millrace.own() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                "CREATE ROLE own",
                "ALTER TABLE millrace.job ADD COLUMN own integer",
                "ALTER FUNCTION millrace.drop_aged_partition(text, interval, integer) RESET search_path",
                "DROP TABLE millrace.job",
                "DROP SCHEMA millrace CASCADE",
                "TRUNCATE millrace.job",
                "TRUNCATE millrace.job_archive",
                "UPDATE millrace.flyway_schema_history SET success = false",
                "DELETE FROM millrace.flyway_schema_history",
                "INSERT INTO millrace.flyway_schema_history SELECT * FROM millrace.flyway_schema_history",
                "DELETE FROM millrace.audit_event",
                "UPDATE millrace.audit_event SET actor = 'nobody'",
                "COPY millrace.job TO PROGRAM 'cat'"
            })
    void whatDefinesOrDropsOrRewritesHistoryIsDenied(String statement) {
        assertThatThrownBy(() -> asApp(statement))
                .isInstanceOfSatisfying(SQLException.class, denied -> assertThat(denied.getSQLState())
                        .isEqualTo(DENIED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT millrace.drop_aged_partition('job_archive', interval '1 day', 100)",
                "SELECT millrace.drop_aged_partition('worker', interval '5 days', 100)",
                "SELECT millrace.forget_audit_events(interval '1 hour', 100)"
            })
    void theFunctionsWithAnOwnersRightsKeepTheirBounds(String statement) {
        assertThatThrownBy(() -> asApp(statement))
                .isInstanceOf(SQLException.class)
                .satisfies(refused ->
                        assertThat(((SQLException) refused).getSQLState()).isEqualTo("P0001"));
    }

    @Test
    void anotherRoleMayNotCallThem() throws SQLException {
        assertThat(store.query("SELECT count(*)::text FROM pg_proc, aclexplode(proacl) AS entry"
                        + " WHERE pronamespace = 'millrace'::regnamespace AND prosecdef AND entry.grantee = 0"))
                .containsExactly("0");
        assertThat(store.query("SELECT count(*)::text FROM pg_proc"
                        + " WHERE pronamespace = 'millrace'::regnamespace AND prosecdef AND proacl IS NOT NULL"
                        + " AND 'search_path=pg_catalog, pg_temp' = ANY (proconfig)"))
                .containsExactly("4");
    }

    @Test
    void theScriptGivesADatabaseThatOneRoleHasMigratedToTheTwo() throws SQLException {
        try (FreshDatabase before = RealServices.freshDatabase();
                DatabaseRoles given = DatabaseRoles.in(before)) {
            given.runScript();
            try (Connection connection = given.connectAsApp();
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT FROM millrace.job");
                assertThatThrownBy(() -> statement.execute("UPDATE millrace.flyway_schema_history SET success = false"))
                        .isInstanceOfSatisfying(SQLException.class, denied -> assertThat(denied.getSQLState())
                                .isEqualTo(DENIED));
            }
            given.migrate();
            try (Connection connection = given.connectAsOwner();
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER TABLE millrace.job ADD COLUMN later integer");
                statement.execute("CREATE TABLE millrace.later (id bigint GENERATED ALWAYS AS IDENTITY)");
            }
            try (Connection connection = given.connectAsApp();
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO millrace.later DEFAULT VALUES");
            }
        }
    }

    private static List<String> statements() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/sql"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replace(".sql", ""))
                    .toList();
        }
    }

    private static String nulls(String sql) {
        int parameters = PARAMETER
                .matcher(sql.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n")))
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .max()
                .orElse(0);
        return parameters == 0
                ? ""
                : IntStream.range(0, parameters).mapToObj(i -> "NULL").collect(Collectors.joining(", ", "(", ")"));
    }

    private static void asOwner(String sql) throws SQLException {
        try (Connection connection = roles.connectAsOwner();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String asApp(String sql) throws SQLException {
        try (Connection connection = roles.connectAsApp();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return null;
            }
            ResultSet row = statement.getResultSet();
            row.next();
            return row.getString(1);
        }
    }
}
