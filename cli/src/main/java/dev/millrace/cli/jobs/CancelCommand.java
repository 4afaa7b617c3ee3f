package dev.millrace.cli.jobs;

import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.client.JsonApi;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code millrace jobs cancel}. */
@Command(
        name = "cancel",
        description = "Ends jobs: at once when they do not run, else as soon as their handlers heed it.")
public final class CancelCommand extends ApiCommand {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "The jobs.")
    private List<String> ids;

    @Override
    protected int run(Session session) {
        return JobAction.onEach(session, ids, id -> session.api().post(JsonApi.path("jobs", id, "cancel"), null));
    }
}
