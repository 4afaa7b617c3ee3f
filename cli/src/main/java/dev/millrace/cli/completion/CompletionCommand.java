package dev.millrace.cli.completion;

import dev.millrace.cli.terminal.Surrounded;
import dev.millrace.cli.terminal.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--with",
            paramLabel = "VERB",
            split = ",",
            hidden = true,
            description = "Verbs of a program that hands its others on to this one.")
    private List<String> others = new ArrayList<>();

    @Override
    public Integer call() {
        Surroundings surroundings = ((Surrounded) spec.root().userObject()).surroundings();
        CommandLine root = spec.root().commandLine();
        others.forEach(verb -> root.addSubcommand(verb, CommandSpec.create()));
        if (shell == Shell.zsh) {
            // The script is bash's; zsh understands it with these two.
            surroundings.out().println("autoload -U +X compinit && compinit");
            surroundings.out().println("autoload -U +X bashcompinit && bashcompinit");
        }
        surroundings.out().print(AutoComplete.bash(root.getCommandName(), root));
        return 0;
    }
}
