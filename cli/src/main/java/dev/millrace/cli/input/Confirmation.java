package dev.millrace.cli.input;

import dev.millrace.cli.outcome.CommandFailed;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.terminal.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** Whether somebody has said yes to what cannot be taken back. */
public final class Confirmation {
    private static final Set<String> YES = Set.of("y", "yes");

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Without a terminal nothing is asked, and nothing done unless this is said.")
    private boolean given;

    /**
     * Returns when it may be done; else fails with {@link ExitCode#NOT_CONFIRMED}.
     *
     * @param about what the one who is asked sees first; lines
     */
    public void require(String about, String question, Surroundings surroundings) {
        if (given) {
            return;
        }
        if (!surroundings.terminals().isInput() || !surroundings.terminals().isError()) {
            throw new CommandFailed(
                    ExitCode.NOT_CONFIRMED,
                    question + "\n  Nobody can be asked here: say --yes, or --dry-run to look only. Nothing was done.");
        }
        surroundings.err().print(about + question + " [y/N] ");
        surroundings.err().flush();
        if (!YES.contains(answer(surroundings).strip().toLowerCase(Locale.ROOT))) {
            throw new CommandFailed(ExitCode.NOT_CONFIRMED, "nothing was done");
        }
    }

    private static String answer(Surroundings surroundings) {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException gone) {
            return "";
        }
    }
}
