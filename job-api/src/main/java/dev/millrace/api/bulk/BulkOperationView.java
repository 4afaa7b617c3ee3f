package dev.millrace.api.bulk;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.millrace.core.bulk.BulkOperation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A bulk operation as clients see it. */
@Schema(name = "BulkOperation", description = "One action asked of many jobs, as it stands")
@RegisterForReflection
public record BulkOperationView(
        @Schema(examples = "0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01")
        UUID id,

        @Schema(enumeration = {"cancel", "retry", "discard"})
        String action,

        @Schema(
                enumeration = {"previewed", "running", "completed", "aborted", "expired"},
                description = "aborted and expired leave alone what they had not come to")
        String state,

        @JsonRawValue
        @Schema(type = SchemaType.OBJECT, examples = "{\"job_type\": \"send_email\"}", description = "As it was asked")
        String filter,

        @Schema(examples = "the mail server was down", nullable = true)
        String reason,

        @Schema(examples = "4211", description = "How many jobs are frozen")
        int matched,

        @Schema(examples = "3500", description = "On how many the action took effect so far")
        int done,

        @Schema(
                examples = "12",
                description =
                        "How many had moved on since they were frozen, or need a unique key that another job holds")
        int skipped,

        @Schema(examples = "0", description = "How many could not be changed")
        int failed,

        Instant createdAt,
        @Schema(examples = "ada") String createdBy,

        @Schema(description = "Until when it may be started, while it is previewed")
        Instant expiresAt,

        @Schema(nullable = true) Instant startedAt,
        @Schema(examples = "ada", nullable = true) String startedBy,

        @Schema(description = "When it completed, was stopped, or expired", nullable = true)
        Instant finishedAt,

        @Schema(description = "Who stopped it", nullable = true)
        String abortedBy) {
    static BulkOperationView of(BulkOperation operation) {
        return new BulkOperationView(
                operation.id(),
                operation.action().wireName(),
                operation.state().wireName(),
                operation.filter(),
                operation.reason(),
                operation.matched(),
                operation.done(),
                operation.skipped(),
                operation.failed(),
                operation.createdAt(),
                operation.createdBy(),
                operation.expiresAt(),
                operation.startedAt(),
                operation.startedBy(),
                operation.finishedAt(),
                operation.abortedBy());
    }
}
