package dev.millrace.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaCheckIT {
    private FreshDatabase database;
    private TestStore store;

    @BeforeEach
    void migrate() {
        database = RealServices.freshDatabase();
        store = TestStore.on(database);
    }

    @AfterEach
    void drop() {
        store.close();
        database.close();
    }

    @Test
    void theSchemaThatTheMigrationsMakeIsTheOneThatThisBuildNeeds() {
        assertThat(read(SchemaVersion.KNOWN)).isEqualTo(new SchemaState.Current(SchemaVersion.KNOWN));
    }

    @Test
    void aDatabaseWithoutASchemaHasNone() {
        try (FreshDatabase empty = RealServices.emptyDatabase();
                TestStore there = TestStore.on(empty)) {
            assertThat(TestStore.await(new SchemaCheck(there.database()).read()))
                    .isEqualTo(new SchemaState.Missing(SchemaVersion.KNOWN));
        }
    }

    @Test
    void aServiceThatIsNewerThanTheSchemaIsToldSo() {
        assertThat(read(SchemaVersion.KNOWN + 1))
                .isEqualTo(new SchemaState.Behind(SchemaVersion.KNOWN + 1, SchemaVersion.KNOWN));
    }

    @Test
    void aServiceOfTheReleaseBeforeWorksBesideTheNewOne() {
        assertThat(read(SchemaVersion.KNOWN - 1))
                .isEqualTo(new SchemaState.Ahead(SchemaVersion.KNOWN - 1, SchemaVersion.KNOWN));
    }

    @Test
    void aServiceThatTheSchemaServesNoMoreIsToldSo() {
        store.query("UPDATE millrace.schema_requirement SET oldest_known = ?", SchemaVersion.KNOWN);

        assertThat(read(SchemaVersion.KNOWN - 1))
                .isEqualTo(
                        new SchemaState.TooFarAhead(SchemaVersion.KNOWN - 1, SchemaVersion.KNOWN, SchemaVersion.KNOWN));
    }

    @Test
    void aMigrationThatFailedDoesNotCount() {
        store.query(
                "INSERT INTO millrace.flyway_schema_history (installed_rank, version, description, type, script,"
                        + " installed_by, execution_time, success) VALUES (999, '999', 'failed', 'SQL', 'V999', 'test', 1, false)");

        assertThat(read(SchemaVersion.KNOWN)).isEqualTo(new SchemaState.Current(SchemaVersion.KNOWN));
    }

    @Test
    void nothingStandsInTheWayOfAServiceThatFits() {
        assertThat(new SchemaCheck(store.database()).obstacle()).isEmpty();
    }

    @Test
    void aServiceThatDoesNotFitLearnsWhy() {
        assertThat(new SchemaCheck(store.database(), SchemaVersion.KNOWN + 1).obstacle())
                .contains("too old", "needs " + (SchemaVersion.KNOWN + 1));
    }

    private SchemaState read(int known) {
        return TestStore.await(new SchemaCheck(store.database(), known).read());
    }
}
