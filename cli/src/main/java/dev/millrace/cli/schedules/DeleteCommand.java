package dev.millrace.cli.schedules;

import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace schedules delete}. */
@Command(name = "delete", description = "Deletes a schedule; the jobs it has made stay.")
public final class DeleteCommand extends ApiCommand {
    @Mixin
    private NamedSchedule named;

    @Override
    protected int run(Session session) {
        session.api().delete(named.path(session));
        session.output().say("Deleted.");
        return ExitCode.DONE;
    }
}
