package dev.millrace.api.security;

import dev.millrace.api.security.keys.KeyText;
import dev.millrace.api.security.users.Passwords;
import dev.millrace.api.security.users.Username;
import dev.millrace.core.settings.Loopback;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start with settings that would leave the API unsafe or nobody able to sign in. */
@Singleton
public class StartCheck {
    /** Characters of the shortest pepper. */
    static final int SHORTEST_PEPPER = 32;

    private static final int FIRST = 1;

    private final AuthSettings settings;
    private final boolean exposed;

    public StartCheck(AuthSettings settings, @ConfigProperty(name = "quarkus.http.host") String listensAt) {
        this.settings = settings;
        this.exposed = !Loopback.isLoopback(listensAt);
    }

    /** Before anything connects or listens. */
    void check(@Observes @Priority(FIRST) Startup started) {
        checkPepper();
        checkFirstAdmin();
        if (exposed) {
            checkThatNobodyGuesses();
        }
        if (settings.sessionIdle().compareTo(settings.sessionLongest()) > 0) {
            throw new ConfigurationException("millrace.auth.session.idle is longer than millrace.auth.session.longest");
        }
    }

    private void checkPepper() {
        int length = settings.pepper().map(String::length).orElse(0);
        if (length < SHORTEST_PEPPER && (settings.mode() == AuthMode.REQUIRED || length > 0)) {
            throw new ConfigurationException("millrace.auth.pepper (MILLRACE_AUTH_PEPPER) must be a secret of at least "
                    + SHORTEST_PEPPER + " characters, the same for every API process; it has " + length
                    + ". Make one with: openssl rand -base64 48");
        }
    }

    /** On one's own machine secrets may be as simple as one likes. */
    private void checkThatNobodyGuesses() {
        settings.pepper().flatMap(GuessableSecret::flawOfKey).ifPresent(flaw -> {
            throw new ConfigurationException("millrace.auth.pepper (MILLRACE_AUTH_PEPPER) " + flaw
                    + ", and the API listens beyond loopback. Make one with: openssl rand -base64 48");
        });
        settings.firstAdminPassword()
                .flatMap(password -> GuessableSecret.flawOfPassword(
                        password, settings.firstAdminUsername().orElse("")))
                .ifPresent(flaw -> {
                    throw new ConfigurationException("millrace.auth.first-admin.password " + flaw
                            + ", and the API listens beyond loopback. Make one with: openssl rand -hex 16");
                });
        settings.firstAdminApiKey()
                .map(key -> key.substring(key.lastIndexOf('_') + 1))
                .flatMap(GuessableSecret::flawOfKey)
                .ifPresent(flaw -> {
                    throw new ConfigurationException("millrace.auth.first-admin.api-key " + flaw
                            + ", and the API listens beyond loopback. Make one with:"
                            + " echo \"mr_$(openssl rand -hex 6)_$(openssl rand -hex 32)\"");
                });
    }

    private void checkFirstAdmin() {
        if (settings.firstAdminUsername().isPresent()
                != settings.firstAdminPassword().isPresent()) {
            throw new ConfigurationException(
                    "millrace.auth.first-admin.username and millrace.auth.first-admin.password belong together");
        }
        settings.firstAdminUsername().flatMap(Username::flaw).ifPresent(flaw -> {
            throw new ConfigurationException("millrace.auth.first-admin.username " + flaw);
        });
        settings.firstAdminPassword().flatMap(Passwords::flaw).ifPresent(flaw -> {
            throw new ConfigurationException("millrace.auth.first-admin.password " + flaw);
        });
        if (settings.firstAdminApiKey().isPresent()
                && settings.firstAdminApiKey().flatMap(KeyText::parse).isEmpty()) {
            throw new ConfigurationException(
                    "millrace.auth.first-admin.api-key must be mr_<prefix>_<secret>, the prefix"
                            + " 6 to 32 of a-z and 0-9, the secret 43 to 128 of A-Z, a-z and 0-9");
        }
    }
}
