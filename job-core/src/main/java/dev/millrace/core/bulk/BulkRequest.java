package dev.millrace.core.bulk;

import dev.millrace.core.job.JobStatus;
import dev.millrace.core.listing.JobFilter;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * An action asked of all jobs that a filter finds.
 *
 * @param id of the operation that it becomes
 * @param filter jobs in statuses that forbid the action are not among those found, whatever it says
 * @param asked the filter as it was asked, a JSON object as text
 * @param reason why, or null
 * @param actor who asks, for people
 */
public record BulkRequest(UUID id, BulkAction action, JobFilter filter, String asked, String reason, String actor) {
    /** The statuses in which jobs are looked for: those of the filter that allow the action. */
    public List<JobStatus> statuses() {
        List<JobStatus> wanted = filter.statuses().isEmpty() ? Arrays.asList(JobStatus.values()) : filter.statuses();
        return wanted.stream().filter(action::isAllowed).toList();
    }
}
