package dev.millrace.cli.queues;

import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code millrace queues list}. */
@Command(name = "list", description = "Lists the queues and how full they are.")
public final class ListCommand extends ApiCommand {
    @Override
    protected int run(Session session) {
        session.output()
                .show(
                        session.api().get("/queues", Map.of()),
                        queues -> QueueTable.of(
                                queues.path("items"), session.output().times()));
        return ExitCode.DONE;
    }
}
