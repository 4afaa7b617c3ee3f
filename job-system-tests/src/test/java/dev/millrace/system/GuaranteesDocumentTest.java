package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps docs/guarantees.md true: each test that it names is there. */
class GuaranteesDocumentTest {
    private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT|Properties))(?:\\.(\\w+))?`");

    private final Path repository = RealServices.repository();

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Map<String, String> tests = tests();
        List<MatchResult> named = NAMED_TEST
                .matcher(Files.readString(repository.resolve("docs/guarantees.md")))
                .results()
                .toList();

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(named).allSatisfy(test -> assertThat(tests.get(test.group(1)))
                .as(test.group())
                .isNotNull()
                .contains(test.group(2) == null ? "@Test" : " " + test.group(2) + "("));
    }

    private Map<String, String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            return files.filter(file -> file.toString().contains("/src/test/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            GuaranteesDocumentTest::read,
                            String::concat));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
