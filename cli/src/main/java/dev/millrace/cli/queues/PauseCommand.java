package dev.millrace.cli.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.connection.Session;
import dev.millrace.client.JsonApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace queues pause}. */
@Command(name = "pause", description = "Holds a queue's jobs back; they are still accepted, and those that run go on.")
public final class PauseCommand extends QueueAction {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; shown to whoever looks at the queue.")
    private String reason;

    @Override
    JsonNode act(Session session, String queue) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        return session.api().post(JsonApi.path("queues", queue, "pause"), body);
    }
}
