package dev.millrace.api.security;

import java.time.Duration;
import java.util.Optional;

/** Settings as a test wants them. */
public record TestSettings(
        AuthMode mode,
        Optional<String> pepper,
        Optional<String> firstAdminUsername,
        Optional<String> firstAdminPassword,
        Optional<String> firstAdminApiKey)
        implements AuthSettings {
    /** Required mode with this pepper, and nobody to be made. */
    public static TestSettings required(String pepper) {
        return new TestSettings(
                AuthMode.REQUIRED, Optional.ofNullable(pepper), Optional.empty(), Optional.empty(), Optional.empty());
    }

    TestSettings firstUser(String name, String password) {
        return new TestSettings(
                mode, pepper, Optional.ofNullable(name), Optional.ofNullable(password), firstAdminApiKey);
    }

    TestSettings firstKey(String key) {
        return new TestSettings(mode, pepper, firstAdminUsername, firstAdminPassword, Optional.of(key));
    }

    @Override
    public Duration cache() {
        return Duration.ofSeconds(3);
    }

    @Override
    public Duration sessionIdle() {
        return Duration.ofHours(8);
    }

    @Override
    public Duration sessionLongest() {
        return Duration.ofDays(7);
    }
}
