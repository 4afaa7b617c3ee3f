package dev.millrace.cli.schedules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.input.Durations;
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
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        put(fields, "cron_expression", cron);
        put(fields, "job_type", type);
        put(fields, "timezone", zone);
        put(fields, "queue", queue);
        put(fields, "priority", priority);
        put(fields, "overlap_policy", overlap);
        put(fields, "misfire_policy", misfire);
        if (maxRetries != null) {
            fields.put("max_retries", maxRetries);
        }
        if (jitter != null) {
            fields.put("jitter_seconds", jitter.toSeconds());
        }
        payload.payload(in).ifPresent(given -> fields.set("payload", given));
        return fields;
    }

    private static void put(ObjectNode fields, String name, String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
