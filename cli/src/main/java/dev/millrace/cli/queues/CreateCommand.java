package dev.millrace.cli.queues;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.Session;
import dev.millrace.client.JsonApi;
import picocli.CommandLine.Command;

/** {@code millrace queues create}. */
@Command(name = "create", description = "Makes a queue, unless it is there; its jobs wait until a worker serves it.")
public final class CreateCommand extends QueueAction {
    @Override
    JsonNode act(Session session, String queue) {
        return session.api().put(JsonApi.path("queues", queue), null);
    }
}
