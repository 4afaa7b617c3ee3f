package dev.millrace.worker.execution;

import java.time.Duration;

/** Time that only goes forward, whatever is done to the machine's clock; injected so that tests can turn it. */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds since some fixed moment. */
    long nanos();

    /** How long ago {@code moment} was. */
    default Duration since(long moment) {
        return Duration.ofNanos(nanos() - moment);
    }
}
