package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.millrace.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What docs/command-line.md says of the command line. */
class GuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "command-line.md");
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND =
            Pattern.compile("(?:^|\\| |<\\()(?:\\./)?millrace ([^|#&<>)\\n]*)", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("([^\\s']*)'([^']*)'|\\S+");
    private static final Pattern EXIT_CODE = Pattern.compile("^\\| ([0-9]+) \\|", Pattern.MULTILINE);

    static Stream<String> commands() throws IOException {
        String guide = Files.readString(GUIDE);
        return BLOCK.matcher(guide)
                .results()
                .flatMap(block -> COMMAND.matcher(block.group(1)).results())
                .map(command -> command.group(1).strip())
                .filter(command -> !command.equals("up"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsOne(String command) {
        List<String> words = WORD.matcher(command.replaceAll("\\bID\\b", Samples.ID))
                .results()
                .map(word -> word.group(2) == null ? word.group() : word.group(1) + word.group(2))
                .toList();

        assertThatNoException()
                .isThrownBy(() -> new CommandLine(new MillraceCommand(null)).parseArgs(words.toArray(String[]::new)));
    }

    @Test
    void allExitCodesAreDescribed() throws IOException {
        List<Integer> described = EXIT_CODE
                .matcher(Files.readString(GUIDE))
                .results()
                .map(code -> Integer.valueOf(code.group(1)))
                .toList();

        assertThat(described)
                .contains(
                        ExitCode.DONE,
                        ExitCode.ENDED_BADLY,
                        ExitCode.USAGE,
                        ExitCode.NOT_FOUND,
                        ExitCode.REFUSED,
                        ExitCode.NOT_ALLOWED,
                        ExitCode.OUT_OF_REACH,
                        ExitCode.NOT_CONFIRMED,
                        ExitCode.BUG,
                        ExitCode.TIME_OVER);
    }
}
