package dev.millrace.core.job;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A job as it stands, live or finished.
 *
 * @param payload a JSON object as text
 * @param result JSON as text; null unless completed with a result
 * @param error of the last failed attempt; null when none failed
 * @param attempts executions begun; also the fence of the present attempt
 * @param failures attempts that counted against {@code maxRetries}
 * @param createdAt when the database accepted it
 * @param runAt when it became or becomes due
 * @param startedAt when its last attempt began; null before the first
 * @param finishedAt when it reached a final status, or died; null before
 * @param workerId who runs it or ran its last attempt; null before the first
 * @param uniqueKey the key that no other live job may hold at the same time, or null
 * @param lastHeartbeatAt its worker's last sign of life, while running; null otherwise
 */
public record Job(
        UUID id,
        String type,
        String queue,
        Priority priority,
        JobStatus status,
        String payload,
        String result,
        JobError error,
        int attempts,
        int failures,
        int maxRetries,
        RetryPolicy retry,
        Instant createdAt,
        Instant runAt,
        Instant startedAt,
        Instant finishedAt,
        UUID workerId,
        Instant lastHeartbeatAt,
        boolean cancelRequested,
        Progress progress,
        Duration timeout,
        String uniqueKey,
        List<String> tags,
        UUID scheduleId,
        UUID replayOf) {
    public Job {
        tags = List.copyOf(tags);
    }

    /** What a person may ask of it now. */
    public Set<JobAction> allowedActions() {
        EnumSet<JobAction> actions = EnumSet.noneOf(JobAction.class);
        for (JobAction action : JobAction.values()) {
            if (action.isAllowed(status) && !(action == JobAction.CANCEL && cancelRequested)) {
                actions.add(action);
            }
        }
        return actions;
    }
}
