package dev.millrace.cli.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.Session;
import picocli.CommandLine.Command;

/** {@code millrace schedules resume}. */
@Command(name = "resume", description = "Lets a paused schedule fire again, from now on.")
public final class ResumeCommand extends ScheduleAction {
    @Override
    JsonNode act(Session session, NamedSchedule named) {
        return session.api().post(named.path(session, "resume"), null);
    }
}
