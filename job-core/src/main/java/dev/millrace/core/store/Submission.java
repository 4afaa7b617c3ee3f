package dev.millrace.core.store;

import dev.millrace.core.job.NewJob;
import java.util.List;

/**
 * Jobs that are accepted all or none.
 *
 * @param key makes a repetition known, or null
 */
public record Submission(List<NewJob> jobs, IdempotencyKey key) {
    public Submission {
        jobs = List.copyOf(jobs);
    }

    /** One job. */
    public static Submission of(NewJob job, IdempotencyKey key) {
        return new Submission(List.of(job), key);
    }

    /** Whether it has to take a key before it can be accepted. */
    boolean takesKeys() {
        return key != null || takesUniqueKeys();
    }

    /** Whether one of its jobs asks for a unique key. */
    boolean takesUniqueKeys() {
        return jobs.stream().anyMatch(job -> job.uniqueKey() != null);
    }
}
