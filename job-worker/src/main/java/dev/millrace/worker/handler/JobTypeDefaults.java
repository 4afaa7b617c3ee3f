package dev.millrace.worker.handler;

import dev.millrace.core.job.RetryPolicy;
import java.time.Duration;

/**
 * What holds for jobs of a type that do not say otherwise.
 *
 * @param maxRetries 0..100; a job may fail once more than this, then it is dead
 * @param retry the wait between attempts
 * @param timeout 1 s to 24 h; the attempt is interrupted then, and counts as failed
 * @param ticketSize how many jobs may travel in one broker message: many when they take milliseconds, one when seconds
 */
public record JobTypeDefaults(int maxRetries, RetryPolicy retry, Duration timeout, int ticketSize) {
    public static final JobTypeDefaults STANDARD = new JobTypeDefaults(3, RetryPolicy.DEFAULT, Duration.ofHours(1), 10);

    public JobTypeDefaults {
        if (maxRetries < 0 || maxRetries > 100) {
            throw new IllegalArgumentException("maxRetries must lie in 0..100, not " + maxRetries);
        }
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("timeout must lie between a second and a day, not " + timeout);
        }
        if (ticketSize < 1 || ticketSize > 1_000) {
            throw new IllegalArgumentException("ticketSize must lie in 1..1000, not " + ticketSize);
        }
    }

    public JobTypeDefaults withTicketSize(int size) {
        return new JobTypeDefaults(maxRetries, retry, timeout, size);
    }

    public JobTypeDefaults withTimeout(Duration limit) {
        return new JobTypeDefaults(maxRetries, retry, limit, ticketSize);
    }
}
