package dev.millrace.cli.schedules;

import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.jobs.Waiting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace schedules run}. */
@Command(name = "run", description = "Submits a job of a schedule now, paused or not, and prints its id.")
public final class RunCommand extends ApiCommand {
    @Mixin
    private NamedSchedule named;

    @Mixin
    private Waiting waiting;

    @Override
    protected void check() {
        waiting.check();
    }

    @Override
    protected int run(Session session) {
        return waiting.afterwards(session, session.api().post(named.path(session, "trigger"), null));
    }
}
