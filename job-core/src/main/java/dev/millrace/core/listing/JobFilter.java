package dev.millrace.core.listing;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.job.Priority;
import java.time.Instant;
import java.util.List;

/**
 * Which jobs a list shows. An empty list of values means any.
 *
 * @param tags a job matches with one of them
 * @param createdAfter jobs made at or after it, or null
 * @param createdBefore jobs made before it, or null
 */
public record JobFilter(
        List<JobStatus> statuses,
        List<String> types,
        List<String> queues,
        List<Priority> priorities,
        List<String> tags,
        Instant createdAfter,
        Instant createdBefore) {
    public JobFilter {
        statuses = List.copyOf(statuses);
        types = List.copyOf(types);
        queues = List.copyOf(queues);
        priorities = List.copyOf(priorities);
        tags = List.copyOf(tags);
    }

    /** The final statuses among those that it shows. */
    List<JobStatus> finalStatuses() {
        List<JobStatus> shown = statuses.isEmpty() ? List.of(JobStatus.values()) : statuses;
        return shown.stream().filter(JobStatus::isFinal).toList();
    }

    /** Whether it shows jobs that can still change. */
    boolean showsLiveJobs() {
        return statuses.isEmpty() || statuses.stream().anyMatch(status -> !status.isFinal());
    }
}
