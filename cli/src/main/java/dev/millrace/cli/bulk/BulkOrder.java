package dev.millrace.cli.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.input.Confirmation;
import dev.millrace.cli.outcome.CommandFailed;
import dev.millrace.cli.outcome.ExitCode;
import dev.millrace.cli.output.LiveLines;
import dev.millrace.cli.output.Output;
import dev.millrace.cli.output.Plain;
import dev.millrace.cli.output.ProgressBar;
import dev.millrace.cli.output.Table;
import dev.millrace.client.JsonApi;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Acts on all that is meant: counts it first, which freezes it, asks, and then acts on exactly that. */
public final class BulkOrder {
    private static final int SAMPLES = 5;
    private static final int LONGEST_ERROR = 60;
    private static final long MILLISECONDS_BETWEEN_LOOKS = 200;

    @Option(names = "--all", description = "All there are.")
    private boolean all;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the audit trail.")
    private String reason;

    @Option(names = "--dry-run", description = "Only tells how many, and shows some.")
    private boolean dryRun;

    @Option(names = "--no-wait", description = "Returns once it has begun, and prints the operation's id.")
    private boolean noWait;

    @Mixin
    private Confirmation confirmation;

    /** Whether anything was said that only an order for many knows. */
    public boolean isGiven() {
        return all || reason != null || dryRun || noWait;
    }

    /**
     * Carries it out.
     *
     * @param meant a filter of the API; empty when nothing was said
     * @return one of {@link ExitCode}
     */
    public int carryOut(Session session, BulkAction action, ObjectNode meant) {
        if (meant.isEmpty() && !all) {
            throw CommandFailed.usage("say which: " + action.choices() + ", or --all");
        }
        if (!meant.isEmpty() && all) {
            throw CommandFailed.usage("--all goes with no other choice");
        }
        JsonNode preview = session.api().post(action.path(), order(action, meant));
        int count = preview.path("count").asInt();
        if (dryRun) {
            session.output().show(preview, BulkOrder::samples);
            session.output().say(count + " jobs would be affected.");
            return ExitCode.DONE;
        }
        if (count == 0) {
            session.output().say("No " + action.noun() + " is meant.");
            return ExitCode.DONE;
        }
        confirmation.require(about(preview, count), action.question(count), session.surroundings());
        JsonNode operation = session.api()
                .post(
                        action.path(),
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("token", preview.path("token").asText()));
        return noWait ? begun(session.output(), operation) : await(session, operation);
    }

    private ObjectNode order(BulkAction action, ObjectNode meant) {
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        order.setAll(action.fields());
        order.set("filter", meant);
        if (all) {
            order.put("all", true);
        }
        if (reason != null) {
            order.put("reason", reason);
        }
        return order.put("dry_run", true);
    }

    private static String about(JsonNode preview, int count) {
        StringBuilder about = new StringBuilder();
        int shown = 0;
        for (JsonNode job : preview.path("samples")) {
            if (shown == SAMPLES) {
                about.append("  ... and ").append(count - shown).append(" more\n");
                break;
            }
            about.append("  ")
                    .append(job.path("id").asText())
                    .append("  ")
                    .append(job.path("job_type").asText())
                    .append("  ")
                    .append(Table.cut(error(job), LONGEST_ERROR))
                    .append('\n');
            shown++;
        }
        return about.toString();
    }

    private static Table samples(JsonNode preview) {
        Table table = new Table("ID", "TYPE", "QUEUE", "STATUS", "TRIES", "ERROR");
        for (JsonNode job : preview.path("samples")) {
            table.row(
                    job.path("id").asText(),
                    job.path("job_type").asText(),
                    job.path("queue").asText(),
                    job.path("status").asText(),
                    job.path("attempts").asText(),
                    error(job));
        }
        return table;
    }

    private static String error(JsonNode job) {
        return job.path("error_type").isTextual()
                ? Plain.line(job.path("error_type").asText() + ": "
                        + job.path("error_message").asText(""))
                : "";
    }

    private static int begun(Output output, JsonNode operation) {
        if (output.isJson()) {
            output.json(operation);
        } else {
            output.line(operation.path("id").asText());
        }
        return ExitCode.DONE;
    }

    private int await(Session session, JsonNode begun) {
        Output output = session.output();
        LiveLines live = output.isErrorLive() ? new LiveLines(output.err()) : null;
        JsonNode operation = begun;
        while (operation.path("state").asText().equals("running")) {
            if (live != null) {
                live.show(List.of(progress(operation)));
            }
            pause();
            operation = session.api()
                    .get(JsonApi.path("bulk-operations", operation.path("id").asText()), Map.of());
        }
        if (live != null) {
            live.clear();
        }
        if (output.isJson()) {
            output.json(operation);
        } else {
            output.line(progress(operation));
        }
        boolean whole = operation.path("state").asText().equals("completed")
                && operation.path("failed").asInt() == 0;
        return whole ? ExitCode.DONE : ExitCode.ENDED_BADLY;
    }

    private static String progress(JsonNode operation) {
        int done = operation.path("done").asInt();
        int skipped = operation.path("skipped").asInt();
        int failed = operation.path("failed").asInt();
        int matched = operation.path("matched").asInt();
        return ProgressBar.of(done + skipped + failed, matched) + "  "
                + operation.path("state").asText() + ": " + done + " done, " + skipped + " skipped, " + failed
                + " failed of " + matched;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(MILLISECONDS_BETWEEN_LOOKS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.OUT_OF_REACH, "interrupted; the operation goes on");
        }
    }
}
