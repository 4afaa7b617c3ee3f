package dev.millrace.cli.completion;

import dev.millrace.cli.terminal.Surrounded;
import dev.millrace.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace completion}: what a shell completes commands with. */
@Command(name = "completion", description = "Prints what completes commands: source <(millrace completion bash).")
public final class CompletionCommand implements Callable<Integer> {
    /** Shells that are served. */
    enum Shell {
        bash,
        zsh
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    @Override
    public Integer call() {
        Surroundings surroundings = ((Surrounded) spec.root().userObject()).surroundings();
        CommandLine root = spec.root().commandLine();
        if (shell == Shell.zsh) {
            // The script is bash's; zsh understands it with these two.
            surroundings.out().println("autoload -U +X compinit && compinit");
            surroundings.out().println("autoload -U +X bashcompinit && bashcompinit");
        }
        surroundings.out().print(AutoComplete.bash(root.getCommandName(), root));
        return 0;
    }
}
