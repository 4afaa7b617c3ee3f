package dev.millrace.cli.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.input.Fields;
import dev.millrace.cli.input.Moment;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.output.Plain;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace schedules preview}. */
@Command(name = "preview", description = "Tells when an expression would fire; nothing is made.")
public final class PreviewCommand extends ApiCommand {
    @Parameters(paramLabel = "EXPRESSION", description = "Such as '0 2 * * *', '@daily', '0 30 1 * * *'.")
    private String cron;

    @Option(names = "--timezone", paramLabel = "ZONE", description = "Such as Europe/London; UTC unless said.")
    private String zone;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            converter = Moment.InstantConverter.class,
            description = "From then on; now unless said.")
    private Instant after;

    @Option(names = "--count", paramLabel = "N", description = "How many times, up to 1000; 5 unless said.")
    private Integer count;

    @Override
    protected int run(Session session) {
        JsonNode fires = session.api()
                .post(
                        "/scheduled-jobs/preview",
                        new Fields()
                                .put("cron_expression", cron)
                                .put("timezone", zone)
                                .put("after", after)
                                .put("count", count)
                                .node());
        if (session.output().isJson()) {
            session.output().json(fires);
        } else {
            session.output().line(Plain.line(fires.path("description").asText()));
            Fires.print(session.output(), fires);
        }
        return ExitCode.DONE;
    }
}
