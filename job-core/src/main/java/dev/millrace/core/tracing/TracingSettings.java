package dev.millrace.core.tracing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.net.URI;
import java.util.Optional;

/** Where the traces of jobs go. */
@ConfigMapping(prefix = "millrace.tracing")
public interface TracingSettings {
    /** An OpenTelemetry collector that takes OTLP over HTTP, without {@code /v1/traces}; without one nothing is traced. */
    Optional<URI> endpoint();

    /** What share of the traces that begin here is recorded, 0 to 1. Those that come from callers are recorded when theirs are. */
    @WithDefault("1.0")
    @DecimalMin("0")
    @DecimalMax("1")
    double sampleRatio();
}
