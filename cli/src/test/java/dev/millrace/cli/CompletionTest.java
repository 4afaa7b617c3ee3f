package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What bash makes of the script that it is given. */
class CompletionTest {
    private static final String SCRIPT =
            new Ran.Command().run("completion", "bash", "--with", "up,down").out();

    @Test
    void verbsAreCompleted() throws Exception {
        assertThat(completions("millrace", "j")).containsExactly("jobs");
        assertThat(completions("millrace", "jobs", "re")).containsExactlyInAnyOrder("retry", "replay");
    }

    @Test
    void optionsAreCompleted() throws Exception {
        assertThat(completions("millrace", "submit", "noop", "--payload"))
                .containsExactlyInAnyOrder("--payload", "--payload-file");
    }

    @Test
    void verbsOfWhoeverHandsOnAreCompletedToo() throws Exception {
        assertThat(completions("millrace", "u")).containsExactly("up");
        assertThat(completions("./millrace", "do")).containsExactly("down");
    }

    private static List<String> completions(String... words) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash").redirectErrorStream(true).start();
        try (var in = bash.getOutputStream()) {
            // Outside of a completion bash has no options to set.
            in.write((SCRIPT + "\ncompopt() { :; }\nCOMP_WORDS=(" + String.join(" ", words) + ")\nCOMP_CWORD="
                            + (words.length - 1) + "\n_complete_millrace\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(printed).isZero();
        return printed.lines().map(String::strip).toList();
    }
}
