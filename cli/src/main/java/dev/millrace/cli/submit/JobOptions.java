package dev.millrace.cli.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.input.Durations;
import dev.millrace.cli.input.Fields;
import dev.millrace.cli.input.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What is said of a job besides its type and payload; what is not said is its type's default. */
public final class JobOptions {
    @Option(names = "--queue", paramLabel = "QUEUE", description = "Where it waits.")
    private String queue;

    @Option(names = "--priority", paramLabel = "PRIORITY", description = "high, medium or low.")
    private String priority;

    @Option(
            names = "--delay",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Due so long from now: 90s, 5m, 2h30m, 1d.")
    private Duration delay;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = Moment.InstantConverter.class,
            description = "Due then: 2026-03-29T01:30:00Z.")
    private Instant at;

    @Option(names = "--unique-key", paramLabel = "KEY", description = "Refused while another live job holds it.")
    private String uniqueKey;

    @Option(names = "--tag", paramLabel = "TAG", description = "Again for each further one.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--max-retries", paramLabel = "N", description = "Tried at most once more than this.")
    private Integer maxRetries;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "An attempt is given up after so long.")
    private Duration timeout;

    /** The fields of {@code POST /api/v1/jobs}. */
    ObjectNode job() {
        return new Fields()
                .put("queue", queue)
                .put("priority", priority)
                .seconds("delay_seconds", delay)
                .put("run_at", at)
                .put("unique_key", uniqueKey)
                .put("tags", tags)
                .put("max_retries", maxRetries)
                .wholeSeconds("timeout_seconds", timeout)
                .node();
    }
}
