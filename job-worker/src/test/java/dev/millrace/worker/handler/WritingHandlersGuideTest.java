package dev.millrace.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide for handler authors shows the code of the example, as it is. */
class WritingHandlersGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "writing-handlers.md");
    private static final Path EXAMPLE = Path.of("..", "examples", "custom-worker");
    private static final Pattern CODE = Pattern.compile("```(?:java|xml|properties)\\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyBlockOfCodeInTheGuideStandsInTheExample() throws IOException {
        String example = withoutIndents(sources());
        List<String> blocks = CODE.matcher(Files.readString(GUIDE))
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(blocks).isNotEmpty().allSatisfy(block -> assertThat(example).contains(withoutIndents(block)));
    }

    private static String sources() throws IOException {
        try (Stream<Path> files =
                Stream.concat(Files.walk(EXAMPLE.resolve("src")), Stream.of(EXAMPLE.resolve("pom.xml")))) {
            return files.filter(Files::isRegularFile)
                    .map(WritingHandlersGuideTest::read)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String withoutIndents(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
