package dev.millrace.cli.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.CommandFailed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace schedules change}. */
@Command(name = "change", description = "Changes a schedule; what is not said stays as it is.")
public final class ChangeCommand extends ScheduleAction {
    @Option(names = "--name", paramLabel = "NAME", description = "A new name.")
    private String name;

    @Mixin
    private ScheduleOptions options;

    @Override
    JsonNode act(Session session, NamedSchedule named) {
        ObjectNode fields = options.fields(session.surroundings().in());
        if (name != null) {
            fields.put("name", name);
        }
        if (fields.isEmpty()) {
            throw CommandFailed.usage("say what is to change");
        }
        return session.api().patch(named.path(session), fields);
    }
}
