package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The schema changed by a process of its own, and services that only look at it. */
class MigrationSystemTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String NOBODY_THERE = "postgresql://owner:secret@127.0.0.1:1/jobs";

    @TempDir
    private static Path folder;

    @AutoClose
    private static final FreshBroker broker = RealServices.freshBroker();

    @AutoClose
    private final FreshDatabase database = RealServices.emptyDatabase();

    @Test
    @EnabledIfSystemProperty(named = "millrace.test.all", matches = "true")
    void servicesThatOnlyCheckWaitForAMigrationByAnotherUserAndThenWork() throws Exception {
        String owner = "owner_of_" + database;
        onDatabase("CREATE ROLE " + owner + " LOGIN PASSWORD 'of-migrations'");
        onDatabase("GRANT CREATE, CONNECT ON DATABASE " + database + " TO " + owner);
        String migrationUrl = database.url().replaceFirst("//[^@]*@", "//" + owner + ":of-migrations@");
        List<String> services = List.of("job-api", "job-worker", "job-scheduler");
        try (StartedService api = checking(services.get(0));
                StartedService worker = checking(services.get(1));
                StartedService scheduler = checking(services.get(2))) {
            List<StartedService> all = List.of(api, worker, scheduler);
            for (StartedService service : all) {
                await().atMost(SOON).ignoreExceptions().until(() -> service.reason()
                        .contains("no schema of Millrace's yet"));
                assertThat(service.readiness().status()).isEqualTo(503);
                assertThat(service.log()).contains("no schema of Millrace's yet");
            }
            assertThat(schemas()).isZero();

            assertThat(migrate(Map.of("MILLRACE_PG_MIGRATION_URL", migrationUrl)))
                    .contains("migrated: the schema is at version");

            for (StartedService service : all) {
                await().atMost(SOON).ignoreExceptions().until(service::isReady);
            }
            assertThat(onDatabase("SELECT tableowner FROM pg_tables WHERE tablename = 'job'"))
                    .isEqualTo(owner);
        } finally {
            onDatabase("DROP OWNED BY " + owner + " CASCADE");
            onDatabase("DROP ROLE " + owner);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "millrace.test.all", matches = "true")
    void migratingWhatIsMigratedChangesNothingAndSucceeds() throws Exception {
        database.migrate();
        String before = onDatabase("SELECT count(*) FROM millrace.flyway_schema_history");

        assertThat(migrate(Map.of("MILLRACE_PG_URL", database.url()))).contains("0 migrations applied now");

        assertThat(onDatabase("SELECT count(*) FROM millrace.flyway_schema_history"))
                .isEqualTo(before);
    }

    @Test
    @EnabledIfSystemProperty(named = "millrace.test.all", matches = "true")
    void aMigrationThatReachesNoDatabaseFailsAndSaysSoWithoutThePassword() throws Exception {
        try (StartedService job = only(Map.of("MILLRACE_PG_URL", NOBODY_THERE, "MILLRACE_MIGRATION_PATIENCE", "1s"))) {
            assertThat(job.exitCode(SOON)).as(job.log()).isEqualTo(1);
            assertThat(job.log())
                    .contains("waiting for PostgreSQL", "not migrated: PostgreSQL was not there")
                    .doesNotContain("secret");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "millrace.test.all", matches = "true")
    void aMigrationThatSomebodyHoldsUpIsTriedAgainAndGoesThrough() throws Exception {
        try (StartedService job = only(Map.of("MILLRACE_PG_URL", database.url()))) {
            try (Connection other = database.connect();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("CREATE SCHEMA millrace");
                await().atMost(SOON).until(() -> job.log().contains("waiting for other transactions to end"));
                other.rollback();
            }

            assertThat(job.exitCode(SOON)).as(job.log()).isZero();
            assertThat(job.log()).contains("migrated: the schema is at version");
        }
    }

    @Test
    void aMigrationThatGoesWrongFailsAtOnceAndSaysWhatWentWrong() throws Exception {
        onDatabase("CREATE SCHEMA millrace");
        onDatabase("CREATE TABLE millrace.job (id integer)");

        try (StartedService job = only(Map.of("MILLRACE_PG_URL", database.url()))) {
            assertThat(job.exitCode(SOON)).as(job.log()).isEqualTo(1);
            assertThat(job.log()).contains("not migrated: ").doesNotContain("waiting for PostgreSQL");
        }
    }

    private String migrate(Map<String, String> environment) throws InterruptedException {
        try (StartedService job = only(environment)) {
            assertThat(job.exitCode(SOON)).as(job.log()).isZero();
            return job.log();
        }
    }

    /** It is told of no broker, for it needs none. */
    private static StartedService only(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("MILLRACE_MIGRATION_MODE", "only");
        return new StartedService("job-scheduler", folder, all);
    }

    private StartedService checking(String service) {
        return new StartedService(
                service,
                folder,
                Map.of(
                        "MILLRACE_PG_URL", database.url(),
                        "MILLRACE_AMQP_URL", broker.amqpUrl(),
                        "MILLRACE_MIGRATION_MODE", "check"));
    }

    private int schemas() throws SQLException {
        return Integer.parseInt(onDatabase("SELECT count(*) FROM pg_namespace WHERE nspname = 'millrace'"));
    }

    /** Returns the first value of the first row, if there is one. */
    private String onDatabase(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            ResultSet rows = statement.getResultSet();
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
