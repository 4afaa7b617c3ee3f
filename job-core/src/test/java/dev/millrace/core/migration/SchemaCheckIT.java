package dev.millrace.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.FreshDatabase;
import dev.millrace.core.testing.RealServices;
import dev.millrace.core.testing.TestStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SchemaCheckIT {
    /** As the migrations leave it; those who change something take one of their own. */
    @AutoClose
    private static final FreshDatabase database = RealServices.freshDatabase();

    @AutoClose
    private static final TestStore store = TestStore.on(database);

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
        int known = SchemaVersion.KNOWN - 1;
        try (FreshDatabase changed = RealServices.freshDatabase();
                TestStore there = TestStore.on(changed)) {
            there.query("UPDATE millrace.schema_requirement SET oldest_known = ?", SchemaVersion.KNOWN);

            assertThat(TestStore.await(new SchemaCheck(there.database(), known).read()))
                    .isEqualTo(new SchemaState.TooFarAhead(known, SchemaVersion.KNOWN, SchemaVersion.KNOWN));
        }
    }

    @Test
    void aMigrationThatFailedDoesNotCount() {
        try (FreshDatabase changed = RealServices.freshDatabase();
                TestStore there = TestStore.on(changed)) {
            there.query(
                    "INSERT INTO millrace.flyway_schema_history (installed_rank, version, description, type, script,"
                            + " installed_by, execution_time, success)"
                            + " VALUES (999, '999', 'failed', 'SQL', 'V999', 'test', 1, false)");

            assertThat(TestStore.await(new SchemaCheck(there.database()).read()))
                    .isEqualTo(new SchemaState.Current(SchemaVersion.KNOWN));
        }
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
