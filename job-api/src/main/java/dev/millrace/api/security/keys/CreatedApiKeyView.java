package dev.millrace.api.security.keys;

import dev.millrace.core.access.ApiKey;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A new API key, its secret included. */
@Schema(name = "CreatedApiKey", description = "A new API key; nobody can show its secret a second time")
@RegisterForReflection
public record CreatedApiKeyView(
        UUID id,
        String name,

        @Schema(description = "The public part of the key") String prefix,

        @Schema(enumeration = {"viewer", "submitter", "operator", "admin"})
        String role,

        Instant createdAt,
        String createdBy,

        @Schema(description = "null when it never expires", nullable = true)
        Instant expiresAt,

        @Schema(
                description = "The whole key, to be sent as Authorization: Bearer <key>; shown now and never again",
                examples = "mr_k3x9w0qz1v7b_9JbW2kTqYx4nD6vRfE1uHs8LzCmPa0GoViXr3Kt5QyB")
        String key) {
    static CreatedApiKeyView of(ApiKey made, KeyText text) {
        return new CreatedApiKeyView(
                made.id(),
                made.name(),
                made.prefix(),
                made.role(),
                made.createdAt(),
                made.createdBy(),
                made.expiresAt(),
                text.whole());
    }

    @Override
    public String toString() {
        return "CreatedApiKeyView[id=" + id + "]";
    }
}
