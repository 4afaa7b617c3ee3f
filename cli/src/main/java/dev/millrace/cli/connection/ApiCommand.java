package dev.millrace.cli.connection;

import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.output.Output;
import dev.millrace.cli.output.OutputOptions;
import dev.millrace.cli.terminal.Surrounded;
import dev.millrace.cli.terminal.Surroundings;
import dev.millrace.client.MillraceClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a server. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false)
public abstract class ApiCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Mixin
    private ConnectionOptions connection;

    @Override
    public final Integer call() {
        Surroundings surroundings = ((Surrounded) spec.root().userObject()).surroundings();
        check();
        try (MillraceClient client = connection.connect(surroundings.environment())) {
            return run(new Session(client, new Output(surroundings, output), surroundings));
        }
    }

    /** Fails when the command line makes no sense, before a server is asked. */
    protected void check() {}

    /** Returns one of {@link ExitCode}. */
    protected abstract int run(Session session);
}
