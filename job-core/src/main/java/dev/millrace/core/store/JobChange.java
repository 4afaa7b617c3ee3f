package dev.millrace.core.store;

import dev.millrace.core.job.Priority;
import java.time.Instant;
import java.util.List;

/**
 * What is to change of a job that waits or is dead; null leaves it as it is.
 *
 * @param runAt when it becomes due; one that has come makes it ready at once
 */
public record JobChange(Priority priority, Instant runAt, Integer maxRetries, List<String> tags) {
    public JobChange {
        tags = tags == null ? null : List.copyOf(tags);
    }
}
