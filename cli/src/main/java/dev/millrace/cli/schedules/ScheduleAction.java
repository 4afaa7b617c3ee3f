package dev.millrace.cli.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import java.util.List;
import picocli.CommandLine.Mixin;

/** Does something to a schedule, and shows it. */
abstract class ScheduleAction extends ApiCommand {
    @Mixin
    private NamedSchedule schedule;

    abstract JsonNode act(Session session, NamedSchedule named);

    @Override
    protected int run(Session session) {
        session.output()
                .show(
                        act(session, schedule),
                        shown -> ScheduleTable.of(
                                List.of(shown), session.output().times()));
        return ExitCode.DONE;
    }
}
