package dev.millrace.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.client.JsonApi;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code millrace jobs get}. */
@Command(name = "get", description = "Shows all about a job: its attempts, its error, its payload and result.")
public final class GetCommand extends ApiCommand {
    @Parameters(paramLabel = "ID", description = "The job.")
    private String id;

    @Override
    protected int run(Session session) {
        show(session, id);
        return ExitCode.DONE;
    }

    /** Asks for the job, and shows it. */
    public static void show(Session session, String id) {
        JsonNode job = session.api().get(JsonApi.path("jobs", id), Map.of());
        if (session.output().isJson()) {
            session.output().json(job);
            return;
        }
        JsonNode attempts = session.api().get(JsonApi.path("jobs", id, "attempts"), Map.of("limit", "200"));
        JobDetail.show(session.output(), job, attempts.path("items"));
    }
}
