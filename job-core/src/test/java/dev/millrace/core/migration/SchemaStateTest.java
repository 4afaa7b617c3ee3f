package dev.millrace.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaStateTest {
    @ParameterizedTest
    @CsvSource({
        "12,  0,  0, Missing,     false",
        "12, 11,  0, Behind,      false",
        "12, 12,  0, Current,     true",
        "12, 13, 10, Ahead,       true",
        "12, 13, 12, Ahead,       true",
        "12, 13, 13, TooFarAhead, false"
    })
    void aServiceWorksWithASchemaThatIsAsOldAsItselfOrNewerAndStillServesIt(
            int known, int applied, int oldestKnown, String state, boolean usable) {
        SchemaState found = SchemaState.of(known, applied, oldestKnown);

        assertThat(found.getClass().getSimpleName()).isEqualTo(state);
        assertThat(found.isUsable()).isEqualTo(usable);
        assertThat(found.description()).contains(Integer.toString(applied == 0 ? known : applied));
    }

    @Test
    void theVersionThatThisBuildKnowsIsThatOfItsLastMigration() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            int last = files.map(file -> file.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();

            assertThat(SchemaVersion.KNOWN).isEqualTo(last);
        }
    }
}
