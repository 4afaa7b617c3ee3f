package dev.millrace.api.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiTypesTest {
    private static final Path TYPES = Path.of("src/main/web/app/api/types.ts");

    /** After a change of the contract write them anew with {@code -Dmillrace.openapi.write=true}. */
    @Test
    void theDashboardKnowsTheApiAsItIsDescribed() throws IOException {
        String generated = TypeScriptTypes.of(
                new YAMLMapper().readTree(Path.of("openapi.yaml").toFile()));
        if (Boolean.getBoolean("millrace.openapi.write")) {
            Files.writeString(TYPES, generated);
        }

        assertThat(TYPES).as("write it anew with -Dmillrace.openapi.write=true").hasContent(generated);
    }
}
