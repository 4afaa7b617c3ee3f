package dev.millrace.api.bulk;

import dev.millrace.core.bulk.BulkSample;
import dev.millrace.core.bulk.Frozen;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a dry run has found. */
@Schema(name = "BulkPreview", description = "What a dry run has found and frozen; nothing has been done yet")
@RegisterForReflection
public record BulkPreviewView(
        @Schema(description = "The operation, to be started or forgotten")
        UUID operationId,

        @Schema(enumeration = {"cancel", "retry", "discard"})
        String action,

        @Schema(examples = "4211", description = "How many jobs, exactly")
        int count,

        @Schema(description = "The first 100 of them, the oldest first")
        List<Sample> samples,

        @Schema(
                description = "Starts the action on exactly these jobs",
                examples = "3f0c1d1e-6a52-4c4c-9f57-0f0c6c1a2b3d")
        UUID token,

        @Schema(description = "Until when the token works") Instant expiresAt) {
    static BulkPreviewView of(Frozen.Previewed preview) {
        return new BulkPreviewView(
                preview.operation().id(),
                preview.operation().action().wireName(),
                preview.operation().matched(),
                preview.samples().stream().map(Sample::of).toList(),
                preview.token(),
                preview.operation().expiresAt());
    }

    /** A job in short. */
    @Schema(name = "BulkSample", description = "A job in short")
    @RegisterForReflection
    public record Sample(
            UUID id,
            @Schema(examples = "send_email") String jobType,
            @Schema(examples = "default") String queue,
            @Schema(enumeration = {"high", "medium", "low"}) String priority,

            @Schema(enumeration = {"scheduled", "pending", "running", "retrying", "dead"})
            String status,

            @Schema(description = "Executions begun", examples = "4")
            int attempts,

            Instant createdAt,
            Instant runAt,

            @Schema(description = "When it died", nullable = true)
            Instant finishedAt,

            List<String> tags,

            @Schema(examples = "SmtpFailure", nullable = true)
            String errorType,

            @Schema(examples = "mailbox full", nullable = true)
            String errorMessage) {
        static Sample of(BulkSample job) {
            return new Sample(
                    job.id(),
                    job.type(),
                    job.queue(),
                    job.priority().wireName(),
                    job.status().wireName(),
                    job.attempts(),
                    job.createdAt(),
                    job.runAt(),
                    job.finishedAt(),
                    job.tags(),
                    job.errorType(),
                    job.errorMessage());
        }
    }
}
