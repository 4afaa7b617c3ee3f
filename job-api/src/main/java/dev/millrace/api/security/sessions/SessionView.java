package dev.millrace.api.security.sessions;

import dev.millrace.api.security.Authenticated;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who makes the request. */
@Schema(name = "Session", description = "Who makes the request")
@RegisterForReflection
public record SessionView(
        @Schema(
                description = "Stable: open, key:<id> or user:<id>",
                examples = "user:0198c0de-0000-7000-8000-00000000beef")
        String id,

        @Schema(description = "The user's or the key's name", examples = "ada")
        String name,

        @Schema(enumeration = {"viewer", "submitter", "operator", "admin"})
        String role,

        @Schema(
                description = "open: nobody need to sign in; key: by an API key; session: by the cookie of a sign-in",
                enumeration = {"open", "key", "session"})
        String signedInBy,

        @Schema(
                description = "To be sent as X-CSRF-Token with everything but GET; null unless signed in by a session",
                nullable = true)
        String csrfToken) {
    static SessionView of(Authenticated authenticated) {
        return new SessionView(
                authenticated.caller().id(),
                authenticated.caller().name(),
                authenticated.caller().role().wireName(),
                authenticated.way().name().toLowerCase(Locale.ROOT),
                authenticated.csrfToken());
    }

    @Override
    public String toString() {
        return "SessionView[id=" + id + "]";
    }
}
