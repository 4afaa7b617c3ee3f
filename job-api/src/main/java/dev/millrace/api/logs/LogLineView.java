package dev.millrace.api.logs;

import dev.millrace.api.redaction.ShownJson;
import dev.millrace.core.joblog.StoredLine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A line of a job's log. */
@Schema(name = "LogLine", description = "What a handler said about its job")
@RegisterForReflection
public record LogLineView(
        @Schema(description = "Opaque; pass it as after for the lines that follow")
        String id,

        UUID jobId,
        @Schema(examples = "1") int attempt,
        UUID workerId,
        @Schema(examples = "send_email") String jobType,
        @Schema(examples = "default") String queue,

        @Schema(enumeration = {"debug", "info", "warn", "error"})
        String level,

        @Schema(description = "By the worker's clock") Instant time,

        @Schema(examples = "sent") String message,

        @Schema(
                implementation = Object.class,
                description = "A flat object, masked like payloads; null when the line has no fields",
                examples = "{\"recipients\": 3}",
                nullable = true)
        ShownJson fields) {
    static LogLineView of(StoredLine stored) {
        return new LogLineView(
                LogLineId.write(stored.line().jobId(), stored.position()),
                stored.line().jobId(),
                stored.line().attempt(),
                stored.workerId(),
                stored.line().jobType(),
                stored.line().queue(),
                stored.line().level().wireName(),
                stored.line().loggedAt(),
                stored.line().message(),
                ShownJson.of(stored.line().fields()));
    }
}
