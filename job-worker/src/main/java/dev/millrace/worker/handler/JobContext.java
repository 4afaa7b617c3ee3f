package dev.millrace.worker.handler;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What a handler may know and say while it runs. */
public interface JobContext {
    /** The job; pass it on as an idempotency key. */
    UUID jobId();

    /** The number of this execution, from 1, ever growing; pass it on as a fence. */
    int attempt();

    /** When the attempt times out, by this machine's clock. */
    Instant deadline();

    /**
     * The attempt's place in its trace, as the header {@code traceparent} of the W3C's Trace Context says it; pass it on with requests
     * to other services, so that they join the trace. Empty when the job was submitted without one and nothing is traced here.
     */
    default Optional<String> traceparent() {
        return Optional.empty();
    }

    /** Whether the attempt should end: its thread has been interrupted, or soon will be. */
    boolean isStopping();

    /**
     * Shows how far the work has come; seen by people about a second later.
     *
     * @param percent 0 to 100
     * @param message what is being done; may be null
     */
    void progress(int percent, String message);

    /**
     * Shows that the work goes on, for types with a {@link JobTypeDefaults#heartbeatTimeout()}. Progress and log lines show
     * it as well. Takes no time.
     */
    default void heartbeat() {}

    /** Where to say what happens; see {@link JobLog}. */
    JobLog log();
}
