package dev.millrace.cli.jobs;

import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.input.Durations;
import dev.millrace.cli.outcome.CommandFailed;
import dev.millrace.cli.output.Output;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace jobs watch}. */
@Command(
        name = "watch",
        description =
                "Shows jobs as they change, until all have ended or died; with bars on a terminal, else a line a change.")
public final class WatchCommand extends ApiCommand {
    private static final int MOST = 100;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "The jobs, up to 100.")
    private List<UUID> ids;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Gives up after so long, with exit code 124.")
    private Duration atMost;

    @Override
    protected void check() {
        if (ids.size() > MOST) {
            throw CommandFailed.usage("at most " + MOST + " jobs are watched at once");
        }
    }

    @Override
    protected int run(Session session) {
        Output output = session.output();
        JobDisplay display = output.isJson()
                ? JobDisplay.json(output)
                : output.isLive() ? JobDisplay.bars(output, output.out()) : JobDisplay.lines(output, output.out());
        return new JobWatch(session, display).watch(ids, atMost);
    }
}
