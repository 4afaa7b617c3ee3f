package dev.millrace.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.outcome.FailureReport;
import dev.millrace.client.RequestRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Does something to jobs one by one: each that refuses is told of, and the others done all the same. */
final class JobAction {
    private JobAction() {}

    /** @return that of the last refusal, if there was one */
    static int onEach(Session session, List<String> ids, Function<String, JsonNode> action) {
        int exitCode = ExitCode.DONE;
        List<JsonNode> done = new ArrayList<>();
        for (String id : ids) {
            try {
                JsonNode job = action.apply(id);
                done.add(job);
                if (session.output().isJson() && ids.size() > 1) {
                    session.output().jsonLine(job);
                }
            } catch (RequestRefused refused) {
                exitCode = FailureReport.exitCode(refused);
                session.output().say("millrace: " + id + ": " + FailureReport.text(refused));
            }
        }
        if (!session.output().isJson() && !done.isEmpty()) {
            session.output().table(JobTable.of(done, session.output().times()));
        } else if (ids.size() == 1 && !done.isEmpty()) {
            session.output().json(done.getFirst());
        }
        return exitCode;
    }
}
