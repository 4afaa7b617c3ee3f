package dev.millrace.cli.queues;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Does something to a queue, and shows it. */
abstract class QueueAction extends ApiCommand {
    @Parameters(paramLabel = "QUEUE", description = "The queue.")
    private String name;

    abstract JsonNode act(Session session, String queue);

    @Override
    protected int run(Session session) {
        session.output()
                .show(
                        act(session, name),
                        queue -> QueueTable.of(List.of(queue), session.output().times()));
        return ExitCode.DONE;
    }
}
