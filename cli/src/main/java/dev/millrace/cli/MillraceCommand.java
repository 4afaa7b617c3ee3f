package dev.millrace.cli;

import dev.millrace.cli.completion.CompletionCommand;
import dev.millrace.cli.connection.Version;
import dev.millrace.cli.deadletters.DeadCommand;
import dev.millrace.cli.jobs.JobsCommand;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.outcome.FailureReport;
import dev.millrace.cli.queues.QueuesCommand;
import dev.millrace.cli.schedules.SchedulesCommand;
import dev.millrace.cli.submit.SubmitCommand;
import dev.millrace.cli.terminal.Surrounded;
import dev.millrace.cli.terminal.Surroundings;
import dev.millrace.cli.types.TypesCommand;
import dev.millrace.cli.workers.WorkersCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code millrace}: the first word of every command. */
@Command(
        name = "millrace",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Submits, shows and steers jobs of a running Millrace.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SubmitCommand.class,
            JobsCommand.class,
            DeadCommand.class,
            QueuesCommand.class,
            SchedulesCommand.class,
            WorkersCommand.class,
            TypesCommand.class,
            CompletionCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; jobs that were waited for have completed",
            "1:a job that was waited for ended badly, or a bulk operation failed on some",
            "2:the command line is wrong",
            "3:there is no such thing",
            "4:the server refuses: the request is invalid, or the state forbids it",
            "5:not allowed: no key, a wrong one, or its role is too low",
            "6:the server is out of reach",
            "7:not confirmed",
            "124:the time given for waiting was over"
        })
public final class MillraceCommand implements Runnable, Surrounded {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    MillraceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Ends the process with one of {@link ExitCode}. */
    public static void main(String... arguments) {
        System.exit(run(Surroundings.ofProcess(), arguments));
    }

    /** Carries a command out; returns one of {@link ExitCode}. */
    public static int run(Surroundings surroundings, String... arguments) {
        CommandLine line = new CommandLine(new MillraceCommand(surroundings))
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> FailureReport.print(surroundings.err(), failure));
        line.registerConverter(UUID.class, MillraceCommand::id);
        line.setParameterExceptionHandler((wrong, given) -> {
            surroundings.err().println("millrace: " + wrong.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(
                    wrong, wrong.getCommandLine().getErr());
            surroundings
                    .err()
                    .println("  " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help tells more.");
            return ExitCode.USAGE;
        });
        try {
            return line.execute(arguments);
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            throw new TypeConversionException("'" + text + "' is no id, such as 0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01");
        }
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what is to be done?");
    }
}
