package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.chaos.altered.NextRelease;
import dev.millrace.core.migration.MigrationResult;
import dev.millrace.core.migration.SchemaMigration;
import dev.millrace.core.migration.SchemaVersion;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An upgrade as docs/operations.md tells, while clients go on: services of this build, the schema and the services of a release after it,
 * side by side.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpgradeSystemTest {
    private static final List<String> SERVICES = List.of("job-api", "job-worker", "job-scheduler");
    private static final int NEXT = 906;
    private static final int AFTER_NEXT = 907;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int ENOUGH = 25;

    /** What a JVM ends with that was told to by SIGTERM. */
    private static final int TERMINATED = 143;

    private static final String EVERY_SECOND =
            "{\"name\": \"every-second\", \"job_type\": \"noop\", \"cron_expression\": \"* * * * * *\"}";

    @TempDir
    private static Path folder;

    @AutoClose
    private static final FreshBroker broker = RealServices.freshBroker();

    @AutoClose
    private static final FreshDatabase database = RealServices.freshDatabase();

    @BeforeAll
    static void makeTheNextRelease() throws IOException {
        NextRelease.make(folder.resolve("next"), SERVICES, NEXT);
    }

    @Test
    void nobodyNoticesAnUpgrade() throws Exception {
        try (Release old = new Release(RealServices.repository(), "target/quarkus-app").awaitReady();
                SteadyLoad load = new SteadyLoad(old.api())) {
            assertThat(old.api().post("/api/v1/scheduled-jobs", EVERY_SECOND).status())
                    .isEqualTo(201);
            load.awaitMore(ENOUGH);
            try (Release next = new Release(folder.resolve("next"), "")) {
                next.awaitReason("the schema is too old: it is at version " + SchemaVersion.KNOWN
                        + ", this service needs " + NEXT);

                try (Connection backup = database.connect()) {
                    backup.setAutoCommit(false);
                    query(backup, "SELECT count(*) FROM millrace.job");
                    assertThat(migrate("next-release")).isInstanceOf(MigrationResult.HeldUp.class);
                }
                await().atMost(SOON).until(() -> isMigrated("next-release"));
                load.awaitMore(ENOUGH);
                next.awaitReady();
                load.awaitMore(ENOUGH);
                load.turnTo(next.api());
                load.awaitMore(ENOUGH);
                old.drain();
                load.awaitMore(ENOUGH);

                assertThat(load.refused())
                        .as(() -> old.troubles() + next.troubles())
                        .isEmpty();
                load.close();
                List<String> accepted = load.accepted();
                await().atMost(SOON).until(() -> ended(accepted) >= accepted.size());
                assertThat(ended(accepted)).isEqualTo(accepted.size());
                assertThat(unexpectedAttempts()).isZero();
                assertThat(missedOrDoubledTicks()).as(UpgradeSystemTest::ticks).isZero();
            }
        }

        assertThat(isMigrated("next-release", "release-after-next")).isTrue();
        try (StartedService tooOld = service(RealServices.repository().resolve("job-worker/target/quarkus-app"))) {
            await().atMost(SOON).ignoreExceptions().until(() -> tooOld.reason()
                    .equals("this service is too old: the schema is at version " + AFTER_NEXT
                            + " and serves those that know " + NEXT + " at least, this one knows "
                            + SchemaVersion.KNOWN + "; run a newer release"));
            assertThat(tooOld.readiness().status()).isEqualTo(503);
        }
    }

    /** As the migration step of a release that brings these, too. */
    private static MigrationResult migrate(String... more) {
        List<String> locations = new ArrayList<>(List.of("classpath:db/migration"));
        for (String location : more) {
            locations.add("classpath:" + location);
        }
        return new SchemaMigration(Flyway.configure()
                        .dataSource(database.jdbcUrl(), database.user(), database.password())
                        .schemas("millrace")
                        .locations(locations.toArray(String[]::new))
                        .load())
                .apply();
    }

    /** False when it is to be tried again, as the migration step does. */
    private static boolean isMigrated(String... more) {
        return switch (migrate(more)) {
            case MigrationResult.Applied applied -> true;
            case MigrationResult.HeldUp heldUp -> false;
            case MigrationResult.Unreachable unreachable -> throw new AssertionError(unreachable);
            case MigrationResult.Failed failed -> throw new AssertionError(failed);
        };
    }

    /** How many rows say that one of these jobs was completed. */
    private static int ended(Collection<String> ids) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT count(*) FROM millrace.job_archive WHERE status = 'completed' AND id = ANY (?::uuid[])")) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getInt(1);
        }
    }

    /** Jobs were asked to fail once, or were handed back by a worker that ended; no worker was lost. */
    private static int unexpectedAttempts() throws SQLException {
        try (Connection connection = database.connect()) {
            return query(
                    connection,
                    "SELECT count(*) FROM millrace.attempt WHERE outcome NOT IN ('failed', 'released')"
                            + " OR outcome = 'failed' AND error ->> 'type' IS DISTINCT FROM 'AskedToFail'");
        }
    }

    /** Seconds from the first fire to the last without one, and jobs of the schedule that are too many or too few. */
    private static int missedOrDoubledTicks() throws SQLException {
        try (Connection connection = database.connect()) {
            return query(
                            connection,
                            "SELECT extract(epoch FROM max(fire_at) - min(fire_at)) + 1 - count(*) FROM millrace.schedule_fire")
                    + query(
                            connection,
                            "SELECT abs((SELECT count(*) FROM millrace.schedule_fire) - count(*)) FROM (SELECT FROM"
                                    + " millrace.job_archive WHERE schedule_id IS NOT NULL UNION ALL SELECT FROM"
                                    + " millrace.job WHERE schedule_id IS NOT NULL) AS made");
        }
    }

    /** For whoever has to find out. */
    private static String ticks() {
        StringBuilder ticks = new StringBuilder();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT fire_at, job_id, made.run_at, made.status, made.attempt"
                        + " FROM millrace.schedule_fire FULL JOIN (SELECT id, run_at, status, attempt FROM"
                        + " millrace.job_archive WHERE schedule_id IS NOT NULL UNION ALL SELECT id, run_at, status, attempt"
                        + " FROM millrace.job WHERE schedule_id IS NOT NULL) AS made ON made.id = job_id ORDER BY 1")) {
            while (rows.next()) {
                ticks.append('\n').append(rows.getString(1)).append(' ').append(rows.getString(2));
                ticks.append(" run at ").append(rows.getString(3)).append(", ").append(rows.getString(4));
            }
        } catch (SQLException unknown) {
            ticks.append(unknown);
        }
        return ticks.toString();
    }

    private static int query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static StartedService service(Path packaged) {
        return new StartedService(
                packaged,
                folder,
                Map.of(
                        "MILLRACE_PG_URL",
                        database.url(),
                        "MILLRACE_AMQP_URL",
                        broker.amqpUrl(),
                        "MILLRACE_MIGRATION_MODE",
                        "check",
                        // They live for seconds.
                        "MILLRACE_JAVA_OPTS",
                        "-XX:TieredStopAtLevel=1",
                        // Six JVMs that start on two processors may take a second over a new connection.
                        "MILLRACE_PG_POOL_WAIT",
                        "5s"));
    }

    /** One of each service. */
    private static final class Release implements AutoCloseable {
        private final List<StartedService> services = new ArrayList<>();

        private Release(Path packages, String within) {
            SERVICES.forEach(name -> services.add(service(packages.resolve(name).resolve(within))));
        }

        private Api api() {
            return services.getFirst().api();
        }

        private Release awaitReady() {
            for (StartedService each : services) {
                await().atMost(SOON).ignoreExceptions().until(each::isReady);
            }
            return this;
        }

        private void awaitReason(String reason) {
            for (StartedService each : services) {
                await().atMost(SOON).ignoreExceptions().until(() -> each.reason()
                        .startsWith(reason));
                assertThat(each.readiness().status()).isEqualTo(503);
            }
        }

        /** What they have warned of. */
        private String troubles() {
            return services.stream()
                    .flatMap(each -> each.log().lines())
                    .filter(line -> line.contains("WARN") || line.contains("ERROR"))
                    .collect(Collectors.joining("\n", "\n", "\n"));
        }

        /** Ends all at once, which is harder than one after the other, and waits until they have. */
        private void drain() throws InterruptedException {
            services.forEach(StartedService::terminate);
            for (StartedService each : services) {
                assertThat(each.exitCode(SOON)).as(each.log()).isEqualTo(TERMINATED);
                assertThat(each.log()).doesNotContain("ERROR");
            }
        }

        @Override
        public void close() {
            services.forEach(StartedService::close);
        }
    }
}
