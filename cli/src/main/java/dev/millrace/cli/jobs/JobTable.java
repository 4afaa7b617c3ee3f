package dev.millrace.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.output.Colour;
import dev.millrace.cli.output.Table;
import dev.millrace.cli.output.Table.Cell;
import dev.millrace.cli.output.Times;

/** Jobs, one a row. */
public final class JobTable {
    private JobTable() {}

    /** @param jobs as the API shows them */
    public static Table of(Iterable<JsonNode> jobs, Times times) {
        Table table = new Table("ID", "TYPE", "QUEUE", "PRIORITY", "STATUS", "TRIES", "CREATED", "RAN", "NOTE");
        for (JsonNode job : jobs) {
            table.row(
                    job.path("id").asText(),
                    job.path("job_type").asText(),
                    job.path("queue").asText(),
                    job.path("priority").asText(),
                    new Cell(job.path("status").asText(), Colour.ofStatus(job.path("status"))),
                    job.path("attempts").asText() + "/"
                            + (job.path("max_retries").asInt() + 1),
                    times.of(job.path("created_at")),
                    ran(job, times),
                    note(job, times));
        }
        return table;
    }

    private static String ran(JsonNode job, Times times) {
        boolean begun = !job.path("started_at").isNull() && job.path("attempts").asInt() > 0;
        boolean over =
                !job.path("finished_at").isNull() || job.path("status").asText().equals("running");
        return begun && over ? times.between(job.path("started_at"), job.path("finished_at")) : "";
    }

    /** What is most worth knowing about a job now. */
    static String note(JsonNode job, Times times) {
        return switch (job.path("status").asText()) {
            case "scheduled" -> "due " + times.of(job.path("run_at"));
            case "running" ->
                job.path("cancel_requested").asBoolean() ? "cancel requested" : progress(job.path("progress"));
            case "retrying" -> "again " + times.of(job.path("run_at")) + ": " + error(job);
            case "dead", "discarded" -> error(job);
            default -> "";
        };
    }

    private static String progress(JsonNode progress) {
        return progress.isObject() ? progress.path("percent").asInt() + " % " + text(progress.path("message")) : "";
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "" : value.asText();
    }

    static String error(JsonNode job) {
        JsonNode error = job.path("error");
        return error.isObject()
                ? error.path("type").asText() + ": " + error.path("message").asText()
                : "";
    }
}
