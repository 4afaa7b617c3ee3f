package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The guide shows code that compiles, as it is. */
class GuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "client.md");
    private static final Path CODE = Path.of("src", "test", "java", "dev", "millrace", "client", "Guide.java");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyBlockOfCodeInTheGuideCompiles() throws IOException {
        String code = withoutIndents(Files.readString(CODE));
        List<String> blocks = BLOCK.matcher(Files.readString(GUIDE))
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(blocks).isNotEmpty().allSatisfy(block -> assertThat(code).contains(withoutIndents(block)));
    }

    @Test
    void theFirstStepsLeadToAResult() {
        try (StubServer server = new StubServer()) {
            server.answers(asked -> asked.method().equals("POST")
                    ? StubServer.acceptAll(asked)
                    : new StubServer.Answer(
                            200,
                            StubServer.job(StubServer.idOf(0), StubServer.JSON.createObjectNode(), "completed")
                                    .set(
                                            "result",
                                            StubServer.JSON.createObjectNode().put("recipients", 1))
                                    .toString(),
                            null));

            assertThat(Guide.firstSteps(server.address()).recipients()).isEqualTo(1);
        }
    }

    private static String withoutIndents(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
