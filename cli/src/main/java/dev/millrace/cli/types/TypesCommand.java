package dev.millrace.cli.types;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.output.Colour;
import dev.millrace.cli.output.JsonText;
import dev.millrace.cli.output.Output;
import dev.millrace.cli.output.Plain;
import dev.millrace.cli.output.Table;
import dev.millrace.cli.output.Times;
import dev.millrace.client.JsonApi;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code millrace types}. */
@Command(name = "types", description = "Lists the job types; or shows one, with what its payload may hold.")
public final class TypesCommand extends ApiCommand {
    @Parameters(paramLabel = "TYPE", arity = "0..1", description = "A job type.")
    private String name;

    @Override
    protected int run(Session session) {
        Output output = session.output();
        if (name == null) {
            output.show(session.api().get("/job-types", Map.of()), TypesCommand::table);
            return ExitCode.DONE;
        }
        JsonNode type = session.api().get(JsonApi.path("job-types", name), Map.of());
        if (output.isJson()) {
            output.json(type);
        } else {
            print(output, type);
        }
        return ExitCode.DONE;
    }

    private static Table table(JsonNode types) {
        Table table = new Table("TYPE", "WORKERS", "QUEUE", "TRIES", "TIMEOUT", "DESCRIPTION");
        for (JsonNode type : types.path("items")) {
            JsonNode defaults = type.path("defaults");
            table.row(
                    type.path("name").asText(),
                    type.path("active_workers").asText(),
                    defaults.path("queue").asText(),
                    defaults.path("max_retries").asInt() + 1,
                    timeout(defaults),
                    type.path("description").asText());
        }
        return table;
    }

    private static void print(Output output, JsonNode type) {
        JsonNode defaults = type.path("defaults");
        boolean colours = output.hasColours();
        output.line(Colour.TITLE.of(Plain.line(type.path("name").asText()), colours) + ": "
                + Plain.lines(type.path("description").asText()));
        output.line(
                "Unless a job says otherwise: queue " + defaults.path("queue").asText() + ", "
                        + (defaults.path("max_retries").asInt() + 1) + " tries, "
                        + defaults.path("retry").path("base_seconds").asText() + " to "
                        + defaults.path("retry").path("max_seconds").asText() + " s between them, " + timeout(defaults)
                        + " for each");
        output.line("Workers that run it: " + type.path("active_workers").asText());
        output.line(Colour.TITLE.of("Payload (JSON Schema)", colours));
        output.line(
                Plain.lines(JsonText.indented(type.path("schema"))).indent(2).stripTrailing());
        output.line(Colour.TITLE.of("Example", colours));
        output.line("  " + Plain.lines(JsonText.line(type.path("example"))));
    }

    private static String timeout(JsonNode defaults) {
        return Times.length(Duration.ofSeconds(defaults.path("timeout_seconds").asLong()));
    }
}
