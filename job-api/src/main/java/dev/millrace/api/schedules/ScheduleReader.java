package dev.millrace.api.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.directory.DirectorySnapshot;
import dev.millrace.api.directory.KnownJobType;
import dev.millrace.api.json.Fields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.submit.SubmissionReader;
import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.cron.CronParsing;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.job.Priority;
import dev.millrace.core.store.NewSchedule;
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

    private final JobIds ids;
    private final Clock clock;

    public ScheduleReader(JobIds ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
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
        JsonNode payload = SubmissionReader.payload(fields, type, violations);
        String queue = SubmissionReader.queue(fields, directory);
        Priority priority = SubmissionReader.priority(fields);
        Integer maxRetries = fields.integer("max_retries", 0, SubmissionReader.MOST_RETRIES);
        CronExpression expression = expression(fields);
        ZoneId zone = zone(fields);
        Boolean enabled = fields.flag("enabled");
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
                enabled == null || enabled));
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
