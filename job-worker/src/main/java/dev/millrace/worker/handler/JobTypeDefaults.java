package dev.millrace.worker.handler;

import dev.millrace.core.job.RetryPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What holds for jobs of a type that do not say otherwise.
 *
 * @param maxRetries 0..100; a job may fail once more than this, then it is dead
 * @param retry the wait between attempts
 * @param timeout 1 s to 24 h; the attempt is interrupted then, and counts as failed
 * @param ticketSize how many jobs may travel in one broker message: many when they take milliseconds, one when seconds
 * @param queue the queue of jobs that name none: {@code [a-z][a-z0-9-]{0,62}}; some worker must serve it
 * @param heartbeatTimeout 10 ms to 24 h; a handler that shows no life for so long is interrupted, and its attempt counts as
 *     timed out ({@code HEARTBEAT_TIMEOUT}); null when it need not show any. See {@link JobContext#heartbeat()}
 */
public record JobTypeDefaults(
        int maxRetries, RetryPolicy retry, Duration timeout, int ticketSize, String queue, Duration heartbeatTimeout) {
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);
    private static final Duration SHORTEST_SILENCE = Duration.ofMillis(10);
    private static final Pattern QUEUE_NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /** Three retries, the usual backoff, an hour, tickets of ten, the queue {@code default}. Stands last, as it needs the bounds. */
    public static final JobTypeDefaults STANDARD = new JobTypeDefaults(3, RetryPolicy.DEFAULT, Duration.ofHours(1), 10);

    public JobTypeDefaults {
        Objects.requireNonNull(retry);
        if (maxRetries < 0 || maxRetries > 100) {
            throw new IllegalArgumentException("maxRetries must lie in 0..100, not " + maxRetries);
        }
        if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout must lie between a second and a day, not " + timeout);
        }
        if (ticketSize < 1 || ticketSize > 1_000) {
            throw new IllegalArgumentException("ticketSize must lie in 1..1000, not " + ticketSize);
        }
        if (!QUEUE_NAME.matcher(queue).matches()) {
            throw new IllegalArgumentException("queue must match " + QUEUE_NAME + ", not " + queue);
        }
        if (heartbeatTimeout != null
                && (heartbeatTimeout.compareTo(SHORTEST_SILENCE) < 0
                        || heartbeatTimeout.compareTo(LONGEST_TIMEOUT) > 0)) {
            throw new IllegalArgumentException(
                    "heartbeatTimeout must lie between 10 ms and a day, not " + heartbeatTimeout);
        }
    }

    /** Defaults of a type whose jobs go to the queue {@code default} and need not show life. */
    public JobTypeDefaults(int maxRetries, RetryPolicy retry, Duration timeout, int ticketSize) {
        this(maxRetries, retry, timeout, ticketSize, "default", null);
    }

    public JobTypeDefaults withMaxRetries(int retries) {
        return new JobTypeDefaults(retries, retry, timeout, ticketSize, queue, heartbeatTimeout);
    }

    /**
     * @param base the wait after the first failure, more than zero; it doubles with each further one
     * @param max the longest wait, at least {@code base}
     */
    public JobTypeDefaults withBackoff(Duration base, Duration max) {
        return new JobTypeDefaults(
                maxRetries, new RetryPolicy(base, max), timeout, ticketSize, queue, heartbeatTimeout);
    }

    public JobTypeDefaults withTimeout(Duration limit) {
        return new JobTypeDefaults(maxRetries, retry, limit, ticketSize, queue, heartbeatTimeout);
    }

    public JobTypeDefaults withTicketSize(int size) {
        return new JobTypeDefaults(maxRetries, retry, timeout, size, queue, heartbeatTimeout);
    }

    public JobTypeDefaults withQueue(String name) {
        return new JobTypeDefaults(maxRetries, retry, timeout, ticketSize, name, heartbeatTimeout);
    }

    public JobTypeDefaults withHeartbeatTimeout(Duration silence) {
        return new JobTypeDefaults(maxRetries, retry, timeout, ticketSize, queue, silence);
    }
}
