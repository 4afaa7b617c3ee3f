package dev.millrace.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.input.PayloadOptions;
import dev.millrace.client.JsonApi;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace jobs replay}. */
@Command(
        name = "replay",
        description =
                "Makes a new job from a finished or dead one, with another payload if one is given; -p alone changes"
                        + " single values of the old one.")
public final class ReplayCommand extends ApiCommand {
    @Parameters(paramLabel = "ID", description = "The job.")
    private String id;

    @Mixin
    private PayloadOptions payload;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Makes a repetition of the command safe: the same key makes one job.")
    private String idempotencyKey;

    @Mixin
    private Waiting waiting;

    @Override
    protected int run(Session session) {
        Optional<ObjectNode> edited = payload.payload(session.surroundings().in());
        ObjectNode body = edited.map(values -> body(session, values)).orElse(null);
        String path = JsonApi.path("jobs", id, "replay");
        JsonNode job = idempotencyKey == null
                ? session.api().post(path, body)
                : session.api().post(path, body, idempotencyKey);
        return waiting.afterwards(session, job);
    }

    private ObjectNode body(Session session, ObjectNode values) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (payload.isWhole()) {
            body.set("payload", values);
            return body;
        }
        JsonNode old = session.api().get(JsonApi.path("jobs", id), Map.of()).path("payload");
        body.set("payload", ((ObjectNode) old.deepCopy()).setAll(values));
        return body;
    }
}
