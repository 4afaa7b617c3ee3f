package dev.millrace.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.output.Colour;
import dev.millrace.cli.output.LiveLines;
import dev.millrace.cli.output.Output;
import dev.millrace.cli.output.Plain;
import dev.millrace.cli.output.ProgressBar;
import dev.millrace.cli.output.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Shows jobs as they change. */
public interface JobDisplay {
    /** A job is as it stands now. */
    void changed(UUID id, JsonNode job);

    /** Time has passed. */
    default void tick() {}

    /** Nothing more is shown. */
    default void end() {}

    /** A document a line, for each change. */
    static JobDisplay json(Output output) {
        return (id, job) -> {
            output.jsonLine(job);
            output.out().flush();
        };
    }

    /** A line for each change. */
    static JobDisplay lines(Output output, PrintStream to) {
        Map<UUID, String> last = new LinkedHashMap<>();
        return (id, job) -> {
            String line = Plain.line((id + "  " + job.path("job_type").asText() + "  "
                            + job.path("status").asText() + "  " + JobTable.note(job, output.times()))
                    .strip());
            if (!line.equals(last.put(id, line))) {
                to.println(line);
                to.flush();
            }
        };
    }

    /** A line for each job with a bar, drawn again and again. */
    static JobDisplay bars(Output output, PrintStream to) {
        LiveLines live = new LiveLines(to);
        Map<UUID, JsonNode> jobs = new LinkedHashMap<>();
        return new JobDisplay() {
            @Override
            public void changed(UUID id, JsonNode job) {
                jobs.put(id, job);
                tick();
            }

            @Override
            public void tick() {
                List<String> lines = new ArrayList<>();
                jobs.forEach((id, job) -> lines.add(bar(id, job, output)));
                live.show(lines);
            }
        };
    }

    private static String bar(UUID id, JsonNode job, Output output) {
        String status = job.path("status").asText();
        String running = output.times().between(job.path("started_at"), job.path("finished_at"));
        boolean shown = status.equals("running") || status.equals("completed");
        int percent = status.equals("completed")
                ? 100
                : job.path("progress").path("percent").asInt();
        String note = status.equals("running") ? message(job.path("progress")) : JobTable.note(job, output.times());
        String right = (shown ? ProgressBar.of(percent) + "  " + running + "  " : "") + note;
        String padded = "%-9s".formatted(status);
        // The last column stays free: some terminals begin a new line when it is written to.
        int room = output.columns() - 1 - (id + "  " + padded + "  ").length();
        return room <= 0
                ? Table.cut(id + "  " + status, output.columns() - 1)
                : id + "  " + Colour.ofStatus(job.path("status")).of(padded, output.hasColours()) + "  "
                        + Table.cut(Plain.line(right).stripTrailing(), room);
    }

    private static String message(JsonNode progress) {
        return progress.path("message").isTextual() ? progress.path("message").asText() : "";
    }
}
