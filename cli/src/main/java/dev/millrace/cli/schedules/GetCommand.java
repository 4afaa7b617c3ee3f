package dev.millrace.cli.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.output.JsonText;
import dev.millrace.cli.output.Output;
import dev.millrace.cli.output.Plain;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace schedules get}. */
@Command(name = "get", description = "Shows a schedule, and when it fires next.")
public final class GetCommand extends ApiCommand {
    @Mixin
    private NamedSchedule named;

    @Override
    protected int run(Session session) {
        Output output = session.output();
        String path = named.path(session);
        JsonNode schedule = session.api().get(path, Map.of());
        if (output.isJson()) {
            output.json(schedule);
            return ExitCode.DONE;
        }
        output.table(ScheduleTable.of(List.of(schedule), output.times()));
        output.line("Fires " + Plain.line(schedule.path("description").asText()) + "; a job of it that has not ended: "
                + schedule.path("overlap_policy").asText() + "; late: "
                + schedule.path("misfire_policy").asText());
        output.line("Payload " + Plain.line(JsonText.line(schedule.path("payload"))));
        output.line("Next:");
        Fires.print(output, session.api().get(path + "/next-fires", Map.of()));
        return ExitCode.DONE;
    }
}
