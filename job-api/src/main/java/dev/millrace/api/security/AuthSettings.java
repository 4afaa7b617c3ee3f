package dev.millrace.api.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Who may use the API. What is secret here is never printed. */
@ConfigMapping(prefix = "millrace.auth")
public interface AuthSettings {
    /** Whether callers must show who they are. */
    @WithDefault("required")
    @NotNull
    AuthMode mode();

    /**
     * The secret with which keys and sessions are hashed, at least 32 characters, the same for all API processes. A new one
     * makes every key and session void.
     */
    Optional<String> pepper();

    /** The user made at the start when there is none: the name. */
    @WithName("first-admin.username")
    Optional<String> firstAdminUsername();

    /** The user made at the start when there is none: the password. */
    @WithName("first-admin.password")
    Optional<String> firstAdminPassword();

    /** The API key made at the start when there never was one: {@code mr_<prefix>_<secret>}. */
    @WithName("first-admin.api-key")
    Optional<String> firstAdminApiKey();

    /** How long what was read about a key or session is believed; how long a revoked one may still be good elsewhere. */
    @WithName("cache")
    @WithDefault("3s")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 1)
    Duration cache();

    /** How long a session lasts without being used. */
    @WithName("session.idle")
    @WithDefault("8h")
    @DurationMin(minutes = 5)
    Duration sessionIdle();

    /** How long a session lasts at all. */
    @WithName("session.longest")
    @WithDefault("7d")
    @DurationMin(minutes = 5)
    Duration sessionLongest();
}
