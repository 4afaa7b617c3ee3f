package dev.millrace.api.security.users;

import dev.millrace.core.access.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A person who may sign in. */
@Schema(name = "User", description = "A person who may sign in")
@RegisterForReflection
public record UserView(
        UUID id,

        @Schema(description = "Lower case, unique", examples = "ada")
        String username,

        @Schema(enumeration = {"viewer", "submitter", "operator", "admin"})
        String role,

        Instant createdAt,

        @Schema(description = "Who made it", examples = "user:0198c0de-0000-7000-8000-00000000beef")
        String createdBy,

        Instant passwordChangedAt,

        @Schema(description = "null when it never was", nullable = true)
        Instant lastSignInAt) {
    static UserView of(User user) {
        return new UserView(
                user.id(),
                user.username(),
                user.role(),
                user.createdAt(),
                user.createdBy(),
                user.passwordChangedAt(),
                user.lastSignInAt());
    }
}
