package dev.millrace.client;

import java.util.Objects;

/**
 * A job type and what its payload is, so that the compiler keeps both together.
 *
 * @param name as workers register it
 * @param <P> what Jackson writes as its payload, a JSON object
 */
public record JobType<P>(String name) {
    public JobType {
        Objects.requireNonNull(name, "name");
    }

    /** A job type whose payloads are of this class. */
    public static <P> JobType<P> of(String name, Class<P> payload) {
        Objects.requireNonNull(payload, "payload");
        return new JobType<>(name);
    }

    /** A job with the type's defaults. */
    public JobRequest with(P payload) {
        return JobRequest.of(name, payload);
    }

    /** A job that differs from the type's defaults. */
    public JobRequest.Builder builder(P payload) {
        return JobRequest.builder(name).payload(payload);
    }
}
