package dev.millrace.cli.workers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.output.Colour;
import dev.millrace.cli.output.Table;
import dev.millrace.cli.output.Table.Cell;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

/** {@code millrace workers}. */
@Command(name = "workers", description = "Lists the worker processes and what they are at.")
public final class WorkersCommand extends ApiCommand {
    @Override
    protected int run(Session session) {
        session.output().show(session.api().get("/workers", Map.of()), answer -> table(session, answer));
        return ExitCode.DONE;
    }

    private static Table table(Session session, JsonNode workers) {
        Table table = new Table("ID", "STATE", "HOST", "PID", "VERSION", "BUSY", "HEARTBEAT", "STARTED", "QUEUES");
        for (JsonNode worker : workers.path("items")) {
            table.row(
                    worker.path("id").asText(),
                    new Cell(worker.path("state").asText(), Colour.ofStatus(worker.path("state"))),
                    worker.path("host").asText(),
                    worker.path("process_id").asText(),
                    worker.path("version").asText(),
                    worker.path("busy_slots").asText() + "/"
                            + worker.path("slots").asText(),
                    session.output().times().of(worker.path("last_heartbeat_at")),
                    session.output().times().of(worker.path("started_at")),
                    StreamSupport.stream(worker.path("queues").spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(", ")));
        }
        return table;
    }
}
