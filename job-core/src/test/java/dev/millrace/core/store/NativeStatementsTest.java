package dev.millrace.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.NativeResources;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativeStatementsTest {
    private final NativeResources resources = NativeResources.of("job-core");

    @Test
    void everyStatementAndTemplateComesIntoANativeImage() {
        assertThat(NativeResources.below(Path.of("src/main/resources"), "sql"))
                .hasSizeGreaterThan(50)
                .anyMatch(file -> file.startsWith("sql/templates/"))
                .allMatch(resources::holds);
    }

    @Test
    void soDoTheWordsThatCronExpressionsAreDescribedWith() {
        assertThat(resources.holdsBundle("com.cronutils.CronUtilsI18N")).isTrue();
    }
}
