package dev.millrace.cli.schedules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace schedules create}. */
@Command(name = "create", description = "Makes a schedule: schedules create nightly --type noop --cron '0 2 * * *'.")
public final class CreateCommand extends ApiCommand {
    @Parameters(paramLabel = "NAME", description = "Its name, which no other one has.")
    private String name;

    @Mixin
    private ScheduleOptions options;

    @Option(names = "--paused", description = "It does not fire until it is resumed.")
    private boolean paused;

    @Override
    protected int run(Session session) {
        ObjectNode fields = options.fields(session.surroundings().in());
        fields.put("name", name);
        if (paused) {
            fields.put("enabled", false);
        }
        session.output()
                .show(
                        session.api().post("/scheduled-jobs", fields),
                        schedule -> ScheduleTable.of(
                                List.of(schedule), session.output().times()));
        return ExitCode.DONE;
    }
}
