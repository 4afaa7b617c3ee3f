package dev.millrace.cli.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.input.PayloadOptions;
import dev.millrace.cli.jobs.Waiting;
import dev.millrace.cli.outcome.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace submit}. */
@Command(
        name = "submit",
        description = {
            "Submits a job and prints its id; or many, one a line, with --lines.",
            "types lists what there is, types TYPE what its payload may hold."
        })
public final class SubmitCommand extends ApiCommand {
    @Parameters(
            paramLabel = "TYPE",
            arity = "0..1",
            description = "What is to be done; with --lines the type of those that name none.")
    private String type;

    @Mixin
    private PayloadOptions payload;

    @Mixin
    private JobOptions options;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Makes a repetition of the command safe: the same key makes one job.")
    private String idempotencyKey;

    @Option(
            names = "--lines",
            paramLabel = "FILE",
            description =
                    "Submits the jobs of a file, a JSON object a line with the fields of POST /api/v1/jobs; - reads"
                            + " standard input. The other options say what holds for lines that do not say it.")
    private String lines;

    @Mixin
    private Waiting waiting;

    @Override
    protected void check() {
        waiting.check();
        if (lines == null && type == null) {
            throw CommandFailed.usage("a TYPE is needed, or --lines\n  millrace types lists them.");
        }
        if (lines != null && (waiting.isAsked() || idempotencyKey != null)) {
            throw CommandFailed.usage("--lines goes neither with --wait nor with --idempotency-key");
        }
    }

    @Override
    protected int run(Session session) {
        ObjectNode job = options.job();
        if (type != null) {
            job.put("job_type", type);
        }
        if (lines != null && "-".equals(lines) && payload.readsInput()) {
            throw CommandFailed.usage("--lines - and --payload-file - cannot both read standard input");
        }
        payload.payload(session.surroundings().in()).ifPresent(given -> job.set("payload", given));
        return lines == null ? one(session, job) : many(session, job);
    }

    private int one(Session session, ObjectNode job) {
        JsonNode accepted = idempotencyKey == null
                ? session.api().post("/jobs", job)
                : session.api().post("/jobs", job, idempotencyKey);
        return waiting.afterwards(session, accepted);
    }

    private int many(Session session, ObjectNode template) {
        if (lines.equals("-")) {
            return submit(session, template, session.surroundings().in(), 0);
        }
        Path file = Path.of(lines);
        try (InputStream in = Files.newInputStream(file)) {
            return submit(session, template, in, Files.size(file));
        } catch (IOException unreadable) {
            throw CommandFailed.usage("cannot read " + lines + ": " + unreadable);
        }
    }

    private static int submit(Session session, ObjectNode template, InputStream in, long bytes) {
        try {
            return new LineSubmission(session, template, bytes).submit(in);
        } catch (IOException unreadable) {
            throw CommandFailed.usage("cannot read further: " + unreadable);
        }
    }
}
