package dev.millrace.api.legacy;

import dev.millrace.api.redaction.ShownText;
import dev.millrace.core.job.Job;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job as clients of {@code /api/process_query} know it. */
@Schema(name = "LegacyQuery")
@RegisterForReflection
record LegacyQueryView(String message, UUID queryId, Data data) {
    static LegacyQueryView of(String message, Job job) {
        return new LegacyQueryView(message, job.id(), Data.of(job));
    }

    /** The job itself; times are seconds since 1970. */
    @Schema(name = "LegacyQueryData", description = "Times are seconds since 1970")
    @RegisterForReflection
    record Data(
            UUID id,
            String jobType,

            @Schema(implementation = String.class, description = "A JSON object as a string")
            ShownText payload,

            String priority,
            long createdAt,
            @Schema(nullable = true) Long pickedAt,
            @Schema(nullable = true) Long completedAt,

            @Schema(enumeration = {"pending", "processing", "success", "failed", "permanently_failed"})
            String status,

            int retryCount,
            @Schema(nullable = true) String lastError) {
        static Data of(Job job) {
            return new Data(
                    job.id(),
                    job.type(),
                    new ShownText(job.payload()),
                    job.priority().wireName(),
                    job.createdAt().getEpochSecond(),
                    seconds(job.startedAt()),
                    seconds(job.finishedAt()),
                    LegacyJobStatus.ofQuery(job.status()),
                    Math.max(0, job.attempts() - 1),
                    job.error() == null ? null : job.error().message());
        }

        private static Long seconds(Instant time) {
            return time == null ? null : time.getEpochSecond();
        }
    }
}
