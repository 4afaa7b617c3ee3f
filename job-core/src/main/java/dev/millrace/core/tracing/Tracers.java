package dev.millrace.core.tracing;

/** Chooses by the settings whether anything is traced. */
public final class Tracers {
    private Tracers() {}

    /**
     * @param service what this process is, {@code job-worker} for instance
     * @param instance tells it from others of the service
     */
    public static Tracing of(TracingSettings settings, String service, String version, String instance) {
        return settings.endpoint()
                .map(endpoint -> OpenTelemetryTracing.to(endpoint, settings.sampleRatio(), service, version, instance))
                .orElse(Tracing.OFF);
    }
}
