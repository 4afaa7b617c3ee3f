package dev.millrace.core.job;

/** The source of chance for backoff, injected so that tests can fix it. */
@FunctionalInterface
public interface Jitter {
    /** A number in [0, 1). */
    double next();
}
