package dev.millrace.cli.jobs;

import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.client.JsonApi;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code millrace jobs retry}. */
@Command(
        name = "retry",
        description =
                "Has dead jobs, or jobs that wait for their next attempt, tried at once. More at once: dead retry.")
public final class RetryCommand extends ApiCommand {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "The jobs.")
    private List<String> ids;

    @Override
    protected int run(Session session) {
        return JobAction.onEach(session, ids, id -> session.api().post(JsonApi.path("jobs", id, "retry"), null));
    }
}
