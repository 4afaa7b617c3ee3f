package dev.millrace.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.input.Durations;
import dev.millrace.cli.outcome.CommandFailed;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.output.Output;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Option;

/** Whether a new job is waited for. */
public final class Waiting {
    private static final String FOR_EVER = "for-ever";

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            arity = "0..1",
            fallbackValue = FOR_EVER,
            description =
                    "Waits until the job has ended or died, and ends by that: 0 completed, 1 not; 124 when it takes"
                            + " longer than --wait=DURATION.")
    private String wait;

    /** Fails when it makes no sense. */
    public void check() {
        atMost();
    }

    public boolean isAsked() {
        return wait != null;
    }

    /** Shows a job that was made just now; its id alone, or, when it is waited for, what became of it. */
    public int afterwards(Session session, JsonNode job) {
        Output output = session.output();
        String id = job.path("id").asText();
        if (wait == null) {
            if (output.isJson()) {
                output.json(job);
            } else {
                output.line(id);
            }
            return ExitCode.DONE;
        }
        output.say("Submitted " + id);
        JobDisplay display =
                output.isErrorLive() ? JobDisplay.bars(output, output.err()) : JobDisplay.lines(output, output.err());
        int exitCode = new JobWatch(session, display).watch(List.of(UUID.fromString(id)), atMost());
        GetCommand.show(session, id);
        return exitCode;
    }

    private Duration atMost() {
        if (wait == null || wait.equals(FOR_EVER)) {
            return null;
        }
        try {
            return Durations.parse(wait);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage("--wait: " + wrong.getMessage());
        }
    }
}
