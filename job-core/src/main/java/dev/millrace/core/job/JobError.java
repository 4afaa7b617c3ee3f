package dev.millrace.core.job;

import java.util.Objects;

/**
 * Why an attempt failed.
 *
 * @param type the exception's simple class name, or a code such as {@code TIMEOUT}, {@code POISON}, {@code RESULT_REFUSED}
 * @param message what it said; never null, may be empty
 * @param stacktrace where it happened, cut to a sound size; null when there is none to show
 * @param fingerprint the same for errors that are alike; null for one that was stored before there were fingerprints
 */
public record JobError(String type, String message, String stacktrace, String fingerprint) {
    public static final String TIMEOUT = "TIMEOUT";
    public static final String HEARTBEAT_TIMEOUT = "HEARTBEAT_TIMEOUT";
    public static final String POISON = "POISON";
    public static final String RESULT_REFUSED = "RESULT_REFUSED";
    public static final String RESULT_TOO_LARGE = "RESULT_TOO_LARGE";
    public static final String END_REFUSED = "END_REFUSED";
    public static final String PAYLOAD_TAMPERED = "PAYLOAD_TAMPERED";

    public JobError {
        Objects.requireNonNull(type);
        Objects.requireNonNull(message);
    }

    /** An error of a job whose type does not matter. */
    public JobError(String type, String message, String stacktrace) {
        this(type, message, stacktrace, Fingerprint.of("", type, message));
    }

    /** The same error as one of a job of this type. */
    public JobError ofJobType(String jobType) {
        return new JobError(type, message, stacktrace, Fingerprint.of(jobType, type, message));
    }
}
