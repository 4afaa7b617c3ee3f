package dev.millrace.cli.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.Session;
import picocli.CommandLine.Command;

/** {@code millrace schedules pause}. */
@Command(name = "pause", description = "Lets a schedule fire no more until it is resumed.")
public final class PauseCommand extends ScheduleAction {
    @Override
    JsonNode act(Session session, NamedSchedule named) {
        return session.api().post(named.path(session, "pause"), null);
    }
}
