package dev.millrace.api.legacy;

import dev.millrace.api.redaction.ShownJson;
import dev.millrace.core.job.Job;
import dev.millrace.core.job.JobStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job as clients of {@code /submit-job} know it. */
@Schema(name = "LegacyJob")
@RegisterForReflection
record LegacyJobView(
        UUID jobId,
        String jobType,
        String priority,

        @Schema(implementation = Object.class, type = SchemaType.OBJECT)
        ShownJson payload,

        @Schema(enumeration = {"queued", "processing", "completed", "failed"})
        String status,

        Instant createdAt,
        @Schema(nullable = true) Instant pickedAt,
        @Schema(nullable = true) Instant completedAt,
        @Schema(nullable = true) Instant failedAt,
        Instant availableAfter,
        int attempts,
        int maxAttempts,
        int retryCount,
        @Schema(nullable = true) String lastError) {
    static LegacyJobView of(Job job) {
        boolean completed = job.status() == JobStatus.COMPLETED;
        return new LegacyJobView(
                job.id(),
                job.type(),
                job.priority().wireName(),
                ShownJson.of(job.payload()),
                LegacyJobStatus.ofJob(job.status()),
                job.createdAt(),
                job.startedAt(),
                completed ? job.finishedAt() : null,
                completed ? null : job.finishedAt(),
                job.runAt(),
                job.attempts(),
                job.maxRetries() + 1,
                Math.max(0, job.attempts() - 1),
                job.error() == null ? null : job.error().message());
    }

    /** The answer to {@code /submit-job}. */
    @Schema(name = "LegacyAcceptance")
    @RegisterForReflection
    record Accepted(
            UUID jobId, @Schema(enumeration = "queued") String status) {
        static Accepted of(Job job) {
            return new Accepted(job.id(), LegacyJobStatus.ofJob(job.status()));
        }
    }
}
