package dev.millrace.cli.schedules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.input.Durations;
import dev.millrace.cli.input.Fields;
import dev.millrace.cli.input.PayloadOptions;
import java.io.InputStream;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What may be said of a schedule when it is made or changed. */
public final class ScheduleOptions {
    @Option(
            names = "--cron",
            paramLabel = "EXPRESSION",
            description = "When it fires: '0 2 * * *', '@daily', or six fields with seconds first.")
    private String cron;

    @Option(names = "--type", paramLabel = "TYPE", description = "The job type.")
    private String type;

    @Option(names = "--timezone", paramLabel = "ZONE", description = "Such as Europe/London; UTC unless said.")
    private String zone;

    @Option(names = "--queue", paramLabel = "QUEUE", description = "Where its jobs wait.")
    private String queue;

    @Option(names = "--priority", paramLabel = "PRIORITY", description = "high, medium or low.")
    private String priority;

    @Option(names = "--max-retries", paramLabel = "N", description = "Jobs are tried at most once more than this.")
    private Integer maxRetries;

    @Option(
            names = "--overlap",
            paramLabel = "POLICY",
            description = "While a job of it has not ended: allow, skip, cancel_running or queue_one.")
    private String overlap;

    @Option(names = "--misfire", paramLabel = "POLICY", description = "When it is late: fire_once, skip or fire_all.")
    private String misfire;

    @Option(
            names = "--jitter",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Jobs become due by a random time of up to so much later.")
    private Duration jitter;

    @Mixin
    private PayloadOptions payload;

    /** The fields that were said. */
    ObjectNode fields(InputStream in) {
        Fields fields = new Fields()
                .put("cron_expression", cron)
                .put("job_type", type)
                .put("timezone", zone)
                .put("queue", queue)
                .put("priority", priority)
                .put("overlap_policy", overlap)
                .put("misfire_policy", misfire)
                .put("max_retries", maxRetries)
                .wholeSeconds("jitter_seconds", jitter);
        payload.payload(in).ifPresent(given -> fields.put("payload", given));
        return fields.node();
    }
}
