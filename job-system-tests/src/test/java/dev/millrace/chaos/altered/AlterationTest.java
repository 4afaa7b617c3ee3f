package dev.millrace.chaos.altered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proofs themselves are of {@code test --all}; that they can be had is seen each time. */
class AlterationTest {
    @TempDir
    Path root;

    @Test
    void theFenceIsFoundInTheStatementsAsTheyAreNow() throws IOException {
        Path statements = RealServices.repository().resolve("job-core/src/main/resources/sql");
        Path copies = Files.createDirectory(root.resolve("sql"));
        try (Stream<Path> files = Files.list(statements)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copies.resolve(file.getFileName()));
            }
        }

        Alteration.WITHOUT_FENCE.change(root, root);

        for (String ending : List.of("end_jobs.sql", "retry_jobs.sql", "bury_jobs.sql")) {
            assertThat(copies.resolve(ending)).content().doesNotContainPattern("AND job\\.attempt = ");
        }
    }
}
