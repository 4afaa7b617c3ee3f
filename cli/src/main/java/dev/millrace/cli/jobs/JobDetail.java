package dev.millrace.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.output.Colour;
import dev.millrace.cli.output.JsonText;
import dev.millrace.cli.output.Output;
import dev.millrace.cli.output.Plain;
import dev.millrace.cli.output.Table;
import dev.millrace.cli.output.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** All about one job, for people. */
public final class JobDetail {
    private static final int LABEL_WIDTH = 12;

    private final Output output;
    private final List<String> lines = new ArrayList<>();

    private JobDetail(Output output) {
        this.output = output;
    }

    /** @param attempts as the API lists them */
    public static void show(Output output, JsonNode job, JsonNode attempts) {
        JobDetail detail = new JobDetail(output);
        detail.job(job);
        detail.error(job.path("error"));
        detail.json("Payload", job.path("payload"));
        detail.json("Result", job.path("result"));
        detail.attempts(attempts);
        detail.lines.forEach(output.out()::println);
        output.out().flush();
    }

    private void job(JsonNode job) {
        boolean colours = output.hasColours();
        line("Job", job.path("id").asText());
        line("Type", job.path("job_type").asText());
        String status = job.path("status").asText();
        String note = Plain.line(JobTable.note(job, output.times()));
        boolean told = status.equals("dead") || status.equals("discarded") || note.isBlank();
        line("Status", Colour.ofStatus(job.path("status")).of(status, colours) + (told ? "" : " (" + note + ")"));
        line(
                "Queue",
                job.path("queue").asText() + ", priority "
                        + job.path("priority").asText());
        line(
                "Attempts",
                job.path("attempts").asText() + ", of which "
                        + job.path("failures").asText() + " failed; at most "
                        + (job.path("max_retries").asInt() + 1));
        time("Created", job.path("created_at"));
        time("Due", job.path("run_at"));
        time("Started", job.path("started_at"));
        time("Finished", job.path("finished_at"));
        optional("Worker", job.path("worker_id"));
        optional("Unique key", job.path("unique_key"));
        if (!job.path("tags").isEmpty()) {
            line(
                    "Tags",
                    Plain.line(String.join(
                            ", ",
                            StreamSupport.stream(job.path("tags").spliterator(), false)
                                    .map(JsonNode::asText)
                                    .toList())));
        }
        optional("Schedule", job.path("schedule_id"));
        optional("Replay of", job.path("replay_of"));
        if (!job.path("allowed_actions").isEmpty()) {
            line(
                    "May be",
                    String.join(
                            ", ",
                            StreamSupport.stream(job.path("allowed_actions").spliterator(), false)
                                    .map(JsonNode::asText)
                                    .toList()));
        }
    }

    private void error(JsonNode error) {
        if (!error.isObject()) {
            return;
        }
        String text = error.path("type").asText() + ": " + error.path("message").asText();
        line("Error", Colour.BAD.of(Plain.lines(text), output.hasColours()));
        optional("Fingerprint", error.path("fingerprint"));
        if (error.path("stacktrace").isTextual()) {
            title("Stack trace");
            error.path("stacktrace").asText().lines().forEach(line -> lines.add("  " + Plain.lines(line)));
        }
    }

    private void json(String name, JsonNode json) {
        if (json.isMissingNode() || json.isNull()) {
            return;
        }
        title(name);
        JsonText.indented(json).lines().forEach(line -> lines.add("  " + Plain.lines(line)));
    }

    private void attempts(JsonNode attempts) {
        if (attempts.isEmpty()) {
            return;
        }
        title("Attempts");
        Table table = new Table("N", "OUTCOME", "STARTED", "RAN", "WORKER", "ERROR");
        for (JsonNode attempt : attempts) {
            JsonNode outcome = attempt.path("outcome");
            table.row(
                    attempt.path("attempt").asText(),
                    new Cell(outcome.isNull() ? "running" : outcome.asText(), Colour.ofStatus(outcome)),
                    output.times().of(attempt.path("started_at")),
                    output.times().between(attempt.path("started_at"), attempt.path("finished_at")),
                    attempt.path("worker_id").asText(""),
                    JobTable.error(attempt));
        }
        table.lines(output.isTerminal() ? output.columns() - 2 : 0, output.hasColours())
                .forEach(line -> lines.add("  " + line));
    }

    private void time(String label, JsonNode time) {
        if (!time.isNull()) {
            line(label, output.times().of(time));
        }
    }

    private void optional(String label, JsonNode value) {
        if (!value.isNull() && !value.isMissingNode()) {
            line(label, Plain.line(value.asText()));
        }
    }

    private void title(String text) {
        lines.add(Colour.TITLE.of(text, output.hasColours()));
    }

    private void line(String label, String value) {
        lines.add(Colour.TITLE.of(label, output.hasColours()) + " ".repeat(LABEL_WIDTH - label.length()) + value);
    }
}
