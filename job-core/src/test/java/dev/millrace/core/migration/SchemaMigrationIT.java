package dev.millrace.core.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Migrations beside services that work. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SchemaMigrationIT {
    /** A request that waits behind a migration is refused after a second. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private FreshDatabase database;

    @BeforeEach
    void make() {
        database = RealServices.freshDatabase();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aMigrationThatABackupHoldsUpStepsBackBeforeAnybodyBehindItIsRefused() throws Exception {
        SchemaMigration migration = migration("ALTER TABLE millrace.job ADD COLUMN colour text");
        try (Connection backup = database.connect();
                Connection behind = database.connect()) {
            backup.setAutoCommit(false);
            read(backup);
            CompletableFuture<MigrationResult> result = CompletableFuture.supplyAsync(migration::apply);
            await().pollInterval(Duration.ofMillis(5)).until(() -> somebodyWaits(behind));
            long start = System.nanoTime();

            read(behind);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT);
            assertThat(result.join()).isInstanceOf(MigrationResult.HeldUp.class);
        }
        assertThat(migration.apply()).isEqualTo(new MigrationResult.Applied("901", 1));
    }

    @Test
    void anIndexMayBeMadeWithoutHoldingAnybodyUp() throws Exception {
        SchemaMigration migration =
                migration("SET lock_timeout = 0; CREATE INDEX CONCURRENTLY job_worker ON millrace.job (worker_id)");
        Files.writeString(folder.resolve("V901__next.sql.conf"), "executeInTransaction=false\n");

        assertThat(migration.apply()).isEqualTo(new MigrationResult.Applied("901", 1));
    }

    @Test
    void whatIsWrongIsNotTakenForSomebodyInTheWay() throws Exception {
        assertThat(migration("ALTER TABLE millrace.job DROP COLUMN colour").apply())
                .isInstanceOf(MigrationResult.Failed.class);
    }

    private SchemaMigration migration(String sql) throws IOException {
        Files.writeString(folder.resolve("V901__next.sql"), sql + ";\n");
        return new SchemaMigration(Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .schemas("millrace")
                .locations("classpath:db/migration", "filesystem:" + folder)
                .load());
    }

    private static void read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT count(*) FROM millrace.job").close();
        }
    }

    /** Whether the migration stands in the queue for the table. */
    private static boolean somebodyWaits(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'millrace.job'::regclass)")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
