package dev.millrace.core.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaPreparationTest {
    private final SchemaCheck check = new SchemaCheck(null);

    @Test
    void aServiceDoesNotMigrateAndEnd() {
        assertThatThrownBy(() -> SchemaPreparation.of(MigrationMode.ONLY, Optional.empty(), check))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("millrace.migration.mode=only is for job-scheduler");
    }

    @ParameterizedTest
    @EnumSource(names = {"APPLY", "CHECK"})
    void noServiceIsReadyBeforeTheSchemaWasLookedAt(MigrationMode mode) {
        SchemaPreparation preparation = SchemaPreparation.of(mode, Optional.empty(), check);

        assertThat(preparation.isDone()).isFalse();
        assertThat(preparation.obstacle()).contains("not been looked at");
    }
}
