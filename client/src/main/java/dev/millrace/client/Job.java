package dev.millrace.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A job as it stood when the server answered.
 *
 * @param result what its handler returned; JSON's null until completed
 * @param error of the last attempt that failed; null when none has
 * @param attempts executions begun
 * @param failures attempts that counted against {@code maxRetries}
 * @param runAt when it became or becomes due
 * @param startedAt when its last attempt began, or null
 * @param finishedAt when it ended or died, or null
 * @param workerId who runs it or ran its last attempt, or null
 * @param lastHeartbeatAt its worker's last sign of life while it runs, or null
 * @param cancelRequested whether it is to end as soon as its attempt does
 * @param progress what its handler last said of it, or null
 * @param timeoutSeconds how long an attempt may take
 * @param uniqueKey no other live job has it; or null
 * @param scheduleId the schedule that fired it, or null
 * @param replayOf the job that it repeats, or null
 * @param allowedActions what may be asked of it now, such as {@code cancel}
 */
public record Job(
        UUID id,
        String jobType,
        String queue,
        Priority priority,
        JobStatus status,
        JsonNode payload,
        JsonNode result,
        Failure error,
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
        long timeoutSeconds,
        String uniqueKey,
        List<String> tags,
        UUID scheduleId,
        UUID replayOf,
        List<String> allowedActions) {
    /** How long an attempt may take. */
    public Duration timeout() {
        return Duration.ofSeconds(timeoutSeconds);
    }

    /**
     * Its result as a type of one's own, or null when it has none.
     *
     * @throws IllegalArgumentException when the result does not fit the type
     */
    public <T> T resultAs(Class<T> type) {
        return result == null || result.isNull() ? null : ClientJson.convert(result, type);
    }

    /**
     * Why an attempt failed.
     *
     * @param stacktrace or null
     * @param fingerprint the same for errors that are alike, or null
     */
    public record Failure(String type, String message, String stacktrace, String fingerprint) {}

    /**
     * How far a job has come, in its handler's words.
     *
     * @param percent 0 to 100
     * @param message or null
     */
    public record Progress(int percent, String message) {}
}
