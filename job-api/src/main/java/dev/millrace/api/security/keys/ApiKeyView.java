package dev.millrace.api.security.keys;

import dev.millrace.core.access.ApiKey;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An API key as it may be shown. */
@Schema(name = "ApiKey", description = "An API key; its secret is shown once only, when it is made")
@RegisterForReflection
public record ApiKeyView(
        UUID id,

        @Schema(
                description = "Need not be unique: a key and the one that replaces it may share it",
                examples = "billing")
        String name,

        @Schema(description = "The public part of the key: mr_<prefix>_<secret>", examples = "k3x9w0qz1v7b")
        String prefix,

        @Schema(enumeration = {"viewer", "submitter", "operator", "admin"})
        String role,

        Instant createdAt,

        @Schema(description = "Who made it", examples = "user:0198c0de-0000-7000-8000-00000000beef")
        String createdBy,

        @Schema(description = "null when it never expires", nullable = true)
        Instant expiresAt,

        @Schema(description = "To the minute; null when it never was used", nullable = true)
        Instant lastUsedAt,

        @Schema(description = "null while it is in force", nullable = true)
        Instant revokedAt) {
    static ApiKeyView of(ApiKey key) {
        return new ApiKeyView(
                key.id(),
                key.name(),
                key.prefix(),
                key.role(),
                key.createdAt(),
                key.createdBy(),
                key.expiresAt(),
                key.lastUsedAt(),
                key.revokedAt());
    }
}
