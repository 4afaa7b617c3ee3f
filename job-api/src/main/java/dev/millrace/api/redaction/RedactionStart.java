package dev.millrace.api.redaction;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the redaction that is set, and refuses to start with one that would not mask what somebody meant. */
@Singleton
public class RedactionStart {
    private static final int FIRST = 1;

    private final RedactionSettings settings;

    public RedactionStart(RedactionSettings settings) {
        this.settings = settings;
    }

    /** Before anything connects or listens. */
    void check(@Observes @Priority(FIRST) Startup started) {
        redaction();
    }

    /** @throws ConfigurationException when one of the settings names no field */
    @Produces
    @Singleton
    Redaction redaction() {
        try {
            return Redaction.of(settings);
        } catch (IllegalArgumentException unfit) {
            throw new ConfigurationException(unfit.getMessage());
        }
    }
}
