package dev.millrace.core.bulk;

import dev.millrace.core.job.JobStatus;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * An action asked of many jobs.
 *
 * @param id of the operation that it becomes
 * @param scope jobs in statuses that forbid the action are not among those found, whatever it says
 * @param asked the scope as it was asked, a JSON object as text
 * @param reason why, or null
 * @param actor who asks, for people
 */
public record BulkRequest(UUID id, BulkAction action, BulkScope scope, String asked, String reason, String actor) {
    /** The statuses in which jobs are looked for: those of the filter that allow the action. */
    public List<JobStatus> statuses() {
        List<JobStatus> named = scope.filter().statuses();
        List<JobStatus> wanted = named.isEmpty() ? Arrays.asList(JobStatus.values()) : named;
        return wanted.stream().filter(action::isAllowed).toList();
    }
}
