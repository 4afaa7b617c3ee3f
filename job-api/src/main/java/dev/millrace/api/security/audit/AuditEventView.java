package dev.millrace.api.security.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.millrace.core.audit.AuditEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who did what to which, when and why. */
@Schema(name = "AuditEvent", description = "Who did what to which, when and why")
@RegisterForReflection
public record AuditEventView(
        long id,
        Instant happenedAt,

        @Schema(
                description =
                        "open, key:<id>, user:<id>; start for the service itself; anonymous for who was not let in",
                examples = "user:0198c0de-0000-7000-8000-00000000beef")
        String actor,

        @Schema(description = "null when it is gone", nullable = true, examples = "ada")
        String actorName,

        @Schema(description = "By which right", examples = "operator")
        String role,

        @Schema(description = "From where, when known", nullable = true)
        String address,

        @Schema(description = "<thing>.<verb>", examples = "job.cancel")
        String action,

        @Schema(description = "The id or name of what it was done to")
        String target,

        @Schema(description = "In the actor's words", nullable = true)
        String reason,

        @JsonRawValue @Schema(description = "More about it", type = SchemaType.OBJECT, nullable = true)
        String detail) {
    static AuditEventView of(AuditEvent event) {
        return new AuditEventView(
                event.id(),
                event.happenedAt(),
                event.entry().actor(),
                event.actorName(),
                event.entry().role(),
                event.entry().address(),
                event.entry().action(),
                event.entry().target(),
                event.entry().reason(),
                event.entry().detail());
    }
}
