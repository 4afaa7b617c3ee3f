package dev.millrace.cli.schedules;

import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.jobs.Pages;
import dev.millrace.cli.outcome.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace schedules list}. */
@Command(name = "list", description = "Lists schedules by name.")
public final class ListCommand extends ApiCommand {
    @Option(names = "--name", paramLabel = "TEXT", description = "Those whose name holds this.")
    private String name;

    @Option(names = "--type", paramLabel = "TYPE", description = "Those of this job type.")
    private String type;

    @Option(names = "--queue", paramLabel = "QUEUE", description = "Those whose jobs go to this queue.")
    private String queue;

    @Option(names = "--paused", description = "Only those that are paused.")
    private boolean paused;

    @Mixin
    private Pages pages;

    @Override
    protected void check() {
        pages.check();
    }

    @Override
    protected int run(Session session) {
        Map<String, String> query = new LinkedHashMap<>();
        put(query, "name", name);
        put(query, "job_type", type);
        put(query, "queue", queue);
        put(query, "enabled", paused ? "false" : null);
        pages.show(
                session,
                "/scheduled-jobs",
                query,
                schedules -> ScheduleTable.of(schedules, session.output().times()));
        return ExitCode.DONE;
    }

    private static void put(Map<String, String> query, String name, String value) {
        if (value != null) {
            query.put(name, value);
        }
    }
}
