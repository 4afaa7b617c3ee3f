package dev.millrace.api.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.directory.DirectorySnapshot;
import dev.millrace.api.directory.KnownJobType;
import dev.millrace.api.json.Fields;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.submit.PayloadReader;
import dev.millrace.api.submit.SubmissionReader;
import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.cron.CronParsing;
import dev.millrace.core.encryption.SealedAway;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.job.Priority;
import dev.millrace.core.store.MisfirePolicy;
import dev.millrace.core.store.NewSchedule;
import dev.millrace.core.store.OverlapPolicy;
import dev.millrace.core.store.Schedule;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Reads requests about schedules: checks every field against the contract, and notes all that is wrong. */
@Singleton
public class ScheduleReader {
    /** The most firings that are reckoned for one request. */
    static final int MOST_FIRES = 1_000;
    /** How many firings are reckoned unless the request says. */
    static final int USUAL_FIRES = 5;

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_JITTER_SECONDS = 86_400;

    private final JobIds ids;
    private final Clock clock;
    private final PayloadReader payloads;

    public ScheduleReader(JobIds ids, Clock clock, PayloadReader payloads) {
        this.ids = ids;
        this.clock = clock;
        this.payloads = payloads;
    }

    /** The schedule that {@code request} asks for. */
    Checked<NewSchedule> read(JsonNode request, DirectorySnapshot directory) {
        Violations violations = new Violations();
        Fields fields = Fields.of(request, "", violations);
        if (fields == null) {
            return Checked.refused(violations.toProblem());
        }
        String name = name(fields);
        KnownJobType type = SubmissionReader.jobType(fields, directory);
        JsonNode payload = payloads.fresh(fields, type, violations);
        String queue = SubmissionReader.queue(fields, type, directory);
        Priority priority = SubmissionReader.priority(fields);
        Integer maxRetries = fields.integer("max_retries", 0, SubmissionReader.MOST_RETRIES);
        CronExpression expression = expression(fields);
        ZoneId zone = zone(fields);
        Boolean enabled = fields.flag("enabled");
        OverlapPolicy overlap = overlap(fields, OverlapPolicy.ALLOW);
        MisfirePolicy misfire = misfire(fields, MisfirePolicy.FIRE_ONCE);
        Integer jitterSeconds = fields.integer("jitter_seconds", 0, LONGEST_JITTER_SECONDS);
        fields.refuseUnknown();
        if (!violations.isEmpty() || type == null) {
            return Checked.refused(violations.toProblem());
        }
        return Checked.sound(new NewSchedule(
                ids.next(),
                name,
                type.card().name(),
                queue,
                priority,
                payload.toString(),
                maxRetries == null ? type.card().maxRetries() : maxRetries,
                expression,
                zone,
                enabled == null || enabled,
                overlap,
                misfire,
                jitterSeconds == null ? 0 : jitterSeconds));
    }

    /** What {@code seen} becomes by the change that {@code request} asks for; what it does not name stays. */
    Checked<NewSchedule> change(JsonNode request, Schedule seen, DirectorySnapshot directory) {
        Violations violations = new Violations();
        Fields fields = Fields.of(request, "", violations);
        if (fields == null) {
            return Checked.refused(violations.toProblem());
        }
        String name = fields.has("name") ? name(fields) : seen.name();
        boolean newType = fields.has("job_type");
        boolean newPayload = fields.has("payload");
        KnownJobType type = newType ? SubmissionReader.jobType(fields, directory) : directory.jobType(seen.jobType());
        String payload = newPayload
                ? payloads.edited(fields, type, seen.payload(), violations).toString()
                : seen.payload();
        if (newType && !newPayload && type != null) {
            type.schema()
                    .validate(
                            RequestJson.trusted(SealedAway.readable(seen.payload())),
                            fields.pointer("payload"),
                            violations);
        }
        String queue = isGiven(fields, "queue") ? SubmissionReader.queue(fields, type, directory) : seen.queue();
        Priority priority = isGiven(fields, "priority") ? SubmissionReader.priority(fields) : seen.priority();
        Integer maxRetries = fields.integer("max_retries", 0, SubmissionReader.MOST_RETRIES);
        CronExpression expression = expression(fields, seen);
        ZoneId zone = isGiven(fields, "timezone") ? zone(fields) : ZoneId.of(seen.timeZone());
        Boolean enabled = fields.flag("enabled");
        OverlapPolicy overlap = overlap(fields, seen.overlap());
        MisfirePolicy misfire = misfire(fields, seen.misfire());
        Integer jitterSeconds = fields.integer("jitter_seconds", 0, LONGEST_JITTER_SECONDS);
        fields.refuseUnknown();
        if (!violations.isEmpty()) {
            return Checked.refused(violations.toProblem());
        }
        return Checked.sound(new NewSchedule(
                seen.id(),
                name,
                newType ? type.card().name() : seen.jobType(),
                queue,
                priority,
                payload,
                maxRetries == null ? seen.maxRetries() : maxRetries,
                expression,
                zone,
                enabled == null ? seen.enabled() : enabled,
                overlap,
                misfire,
                jitterSeconds == null ? seen.jitterSeconds() : jitterSeconds));
    }

    /** The firings that {@code request} asks for. */
    Checked<FiresView> preview(JsonNode request) {
        Violations violations = new Violations();
        Fields fields = Fields.of(request, "", violations);
        if (fields == null) {
            return Checked.refused(violations.toProblem());
        }
        CronExpression expression = expression(fields);
        ZoneId zone = zone(fields);
        Instant after = fields.time("after");
        Integer count = fields.integer("count", 1, MOST_FIRES);
        fields.refuseUnknown();
        return violations.isEmpty()
                ? Checked.sound(FiresView.of(
                        expression, zone, after == null ? clock.instant() : after, count == null ? USUAL_FIRES : count))
                : Checked.refused(violations.toProblem());
    }

    private static String name(Fields fields) {
        String name = fields.requiredText("name");
        if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
            fields.refuse("name", "must have 1 to " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private static boolean isGiven(Fields fields, String name) {
        JsonNode value = fields.value(name);
        return value != null && !value.isNull();
    }

    private static OverlapPolicy overlap(Fields fields, OverlapPolicy standard) {
        String name = fields.text("overlap_policy");
        return name == null
                ? standard
                : OverlapPolicy.ofWireName(name).orElseGet(() -> {
                    fields.refuse("overlap_policy", "must be allow, skip, cancel_running or queue_one");
                    return standard;
                });
    }

    private static MisfirePolicy misfire(Fields fields, MisfirePolicy standard) {
        String name = fields.text("misfire_policy");
        return name == null
                ? standard
                : MisfirePolicy.ofWireName(name).orElseGet(() -> {
                    fields.refuse("misfire_policy", "must be fire_once, skip or fire_all");
                    return standard;
                });
    }

    private static CronExpression expression(Fields fields, Schedule seen) {
        if (fields.has("cron_expression")) {
            return expression(fields);
        }
        return switch (CronExpression.parse(seen.cronExpression())) {
            case CronParsing.Valid valid -> valid.expression();
            case CronParsing.Invalid invalid ->
                throw new IllegalStateException("the database holds a bad cron expression: " + invalid.message());
        };
    }

    private static CronExpression expression(Fields fields) {
        String text = fields.requiredText("cron_expression");
        if (text == null) {
            return null;
        }
        return switch (CronExpression.parse(text)) {
            case CronParsing.Valid valid -> valid.expression();
            case CronParsing.Invalid invalid -> {
                fields.refuse("cron_expression", invalid.message());
                yield null;
            }
        };
    }

    private static ZoneId zone(Fields fields) {
        String name = fields.text("timezone");
        if (name == null || name.equals("UTC")) {
            return ZoneId.of("UTC");
        }
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        fields.refuse("timezone", Shown.briefly(name) + " is no IANA time zone; Europe/London, for instance, is");
        return ZoneOffset.UTC;
    }
}
