package dev.millrace.api.jobs;

import dev.millrace.api.redaction.ShownJson;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobAction;
import dev.millrace.core.job.JobError;
import dev.millrace.core.job.Progress;
import dev.millrace.core.job.RetryPolicy;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job, everywhere it appears. The order and names of the fields are the contract's. */
@Schema(name = "Job", description = "A job as it stands")
@RegisterForReflection
public record JobView(
        @Schema(examples = "0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01")
        UUID id,

        @Schema(examples = "send_email") String jobType,
        @Schema(examples = "default") String queue,
        @Schema(enumeration = {"high", "medium", "low"}) String priority,

        @Schema(
                enumeration = {
                    "scheduled",
                    "pending",
                    "running",
                    "retrying",
                    "completed",
                    "dead",
                    "canceled",
                    "discarded"
                })
        String status,

        @Schema(
                implementation = Object.class,
                type = SchemaType.OBJECT,
                description = "As submitted; numbers keep every digit. Where a field is masked, it is \"[redacted]\"")
        ShownJson payload,

        @Schema(
                implementation = Object.class,
                description = "What the handler returned; null until completed. Masked like the payload",
                nullable = true)
        ShownJson result,

        @Schema(description = "Of the last attempt that failed", nullable = true)
        ErrorView error,

        @Schema(description = "Executions begun", examples = "1")
        int attempts,

        @Schema(description = "Attempts that counted against max_retries")
        int failures,

        @Schema(examples = "3") int maxRetries,
        RetryView retry,
        Instant createdAt,

        @Schema(description = "When it became or becomes due")
        Instant runAt,

        @Schema(description = "When its last attempt began", nullable = true)
        Instant startedAt,

        @Schema(description = "When it reached a final status, or died", nullable = true)
        Instant finishedAt,

        @Schema(description = "Who runs it, or ran its last attempt", nullable = true)
        UUID workerId,

        @Schema(description = "Its worker's last sign of life, while running", nullable = true)
        Instant lastHeartbeatAt,

        @Schema(description = "Whether it is to end as soon as its attempt does")
        boolean cancelRequested,

        @Schema(nullable = true) ProgressView progress,
        @Schema(examples = "3600") long timeoutSeconds,
        @Schema(nullable = true) String uniqueKey,
        List<String> tags,

        @Schema(description = "The schedule that fired it", nullable = true)
        UUID scheduleId,

        @Schema(description = "The job that it repeats", nullable = true)
        UUID replayOf,

        @Schema(description = "What may be asked of it now", examples = "[\"cancel\"]")
        List<String> allowedActions) {
    /** What clients see of {@code job}. */
    public static JobView of(Job job) {
        return of(job, ShownJson::of);
    }

    /** What who has asked for it expressly sees of {@code job}: all of it, unmasked. */
    static JobView revealed(Job job) {
        return of(job, ShownJson::revealed);
    }

    private static JobView of(Job job, Function<String, ShownJson> shown) {
        return new JobView(
                job.id(),
                job.type(),
                job.queue(),
                job.priority().wireName(),
                job.status().wireName(),
                shown.apply(job.payload()),
                shown.apply(job.result()),
                job.error() == null ? null : ErrorView.of(job.error()),
                job.attempts(),
                job.failures(),
                job.maxRetries(),
                RetryView.of(job.retry()),
                job.createdAt(),
                job.runAt(),
                job.startedAt(),
                job.finishedAt(),
                job.workerId(),
                job.lastHeartbeatAt(),
                job.cancelRequested(),
                job.progress() == null ? null : ProgressView.of(job.progress()),
                job.timeout().toSeconds(),
                job.uniqueKey(),
                job.tags(),
                job.scheduleId(),
                job.replayOf(),
                job.allowedActions().stream().map(JobAction::wireName).toList());
    }

    /** How long a failed job waits. */
    @Schema(name = "RetryPolicy", description = "A failed job waits min(base · 2^(n−1), max) and up to 20 % more")
    @RegisterForReflection
    public record RetryView(
            @Schema(examples = "2") BigDecimal baseSeconds,
            @Schema(examples = "300") BigDecimal maxSeconds) {
        /** What clients see of {@code policy}. */
        public static RetryView of(RetryPolicy policy) {
            return new RetryView(Seconds.of(policy.base()), Seconds.of(policy.max()));
        }
    }

    /** Why an attempt failed. */
    @Schema(name = "JobError", description = "Why an attempt failed")
    @RegisterForReflection
    public record ErrorView(
            @Schema(examples = "SmtpFailure") String type,
            @Schema(examples = "mailbox full") String message,
            @Schema(nullable = true) String stacktrace,

            @Schema(
                    description =
                            "The same for errors that are alike: of one job type, one type of error, and messages that"
                                    + " differ only in numbers, ids, quotes, paths and addresses",
                    examples = "24cc6a0a30d4b755",
                    nullable = true)
            String fingerprint) {
        /** What clients see of {@code error}. */
        public static ErrorView of(JobError error) {
            return new ErrorView(error.type(), error.message(), error.stacktrace(), error.fingerprint());
        }
    }

    /** How far the present attempt has come. */
    @Schema(name = "Progress", description = "How far the attempt has come, in its handler's own words")
    @RegisterForReflection
    public record ProgressView(
            @Schema(examples = "40") int percent,
            @Schema(nullable = true) String message) {
        static ProgressView of(Progress progress) {
            return new ProgressView(progress.percent(), progress.message());
        }
    }
}
