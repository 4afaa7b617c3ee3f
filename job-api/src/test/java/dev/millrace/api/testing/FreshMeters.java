package dev.millrace.api.testing;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Takes the meters away with the API that they measure: the registry outlives it when a test wants other settings, and would
 * go on showing the gauges of the old one.
 */
@Singleton
public class FreshMeters {
    private final MeterRegistry registry;

    public FreshMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void clear(@Observes ShutdownEvent stopped) {
        registry.clear();
    }
}
