package dev.millrace.api.schedules;

import dev.millrace.api.redaction.ShownJson;
import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.cron.CronParsing;
import dev.millrace.core.store.Schedule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A schedule as clients see it. */
@Schema(name = "ScheduledJob", description = "What fires jobs again and again")
@RegisterForReflection
public record ScheduleView(
        @Schema(examples = "0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d02")
        UUID id,

        @Schema(examples = "nightly report") String name,
        @Schema(examples = "send_email") String jobType,
        @Schema(examples = "default") String queue,
        @Schema(enumeration = {"high", "medium", "low"}) String priority,

        @Schema(
                implementation = Object.class,
                type = SchemaType.OBJECT,
                description = "The payload of every job; where a field is masked, it is \"[redacted]\"")
        ShownJson payload,

        @Schema(examples = "3") int maxRetries,
        @Schema(examples = "0 2 * * *") String cronExpression,
        @Schema(examples = "Europe/London") String timezone,

        @Schema(description = "The expression in English", examples = "at 02:00")
        String description,

        @Schema(
                enumeration = {"allow", "skip", "cancel_running", "queue_one"},
                description = "What a tick does while a job of this schedule has not ended; a dead one counts as ended")
        String overlapPolicy,

        @Schema(
                enumeration = {"fire_once", "skip", "fire_all"},
                description = "What becomes of ticks that are a minute late or more; all others fire")
        String misfirePolicy,

        @Schema(examples = "0", description = "By how much later, at most, the job of a tick becomes due")
        int jitterSeconds,

        @Schema(description = "False while it is paused") boolean enabled,

        Instant createdAt,

        @Schema(description = "Null while it is paused", nullable = true)
        Instant nextFireAt,

        @Schema(description = "Null before the first time", nullable = true)
        Instant lastFireAt,

        @Schema(description = "The job it has made last; null before the first", nullable = true)
        UUID lastJobId,

        @Schema(
                description = "What became of that job; null before the first, and when it is no longer known",
                nullable = true,
                examples = "completed")
        String lastJobStatus,

        @Schema(
                description = "The tick that waits until the job before has ended (queue_one); null when none does",
                nullable = true)
        Instant queuedFireAt) {
    static ScheduleView of(Schedule schedule) {
        return of(schedule, ShownJson::of);
    }

    /** What who has asked for it expressly sees: all of it, unmasked. */
    static ScheduleView revealed(Schedule schedule) {
        return of(schedule, ShownJson::revealed);
    }

    private static ScheduleView of(Schedule schedule, Function<String, ShownJson> shown) {
        return new ScheduleView(
                schedule.id(),
                schedule.name(),
                schedule.jobType(),
                schedule.queue(),
                schedule.priority().wireName(),
                shown.apply(schedule.payload()),
                schedule.maxRetries(),
                schedule.cronExpression(),
                schedule.timeZone(),
                description(schedule.cronExpression()),
                schedule.overlap().wireName(),
                schedule.misfire().wireName(),
                schedule.jitterSeconds(),
                schedule.enabled(),
                schedule.createdAt(),
                schedule.nextFireAt(),
                schedule.lastFireAt(),
                schedule.lastJobId(),
                schedule.lastJobStatus() == null
                        ? null
                        : schedule.lastJobStatus().wireName(),
                schedule.queuedFireAt());
    }

    private static String description(String cronExpression) {
        return switch (CronExpression.parse(cronExpression)) {
            case CronParsing.Valid valid -> valid.expression().describe();
            case CronParsing.Invalid invalid -> cronExpression;
        };
    }
}
