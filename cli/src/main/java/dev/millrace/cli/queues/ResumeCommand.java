package dev.millrace.cli.queues;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.Session;
import dev.millrace.client.JsonApi;
import picocli.CommandLine.Command;

/** {@code millrace queues resume}. */
@Command(name = "resume", description = "Lets a queue's jobs run again.")
public final class ResumeCommand extends QueueAction {
    @Override
    JsonNode act(Session session, String queue) {
        return session.api().post(JsonApi.path("queues", queue, "resume"), null);
    }
}
