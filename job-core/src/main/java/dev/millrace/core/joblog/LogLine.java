package dev.millrace.core.joblog;

import java.time.Instant;
import java.util.UUID;

/**
 * A line that a handler has said.
 *
 * @param loggedAt by the worker's clock
 * @param message whatever of it cannot be stored is shown as U+FFFD
 * @param fields a JSON object as text that PostgreSQL can hold, or null when there are none
 */
public record LogLine(
        UUID jobId,
        int attempt,
        String jobType,
        String queue,
        LogLevel level,
        Instant loggedAt,
        String message,
        String fields) {
    /** How many characters its texts have. */
    public int length() {
        return message.length() + (fields == null ? 0 : fields.length());
    }
}
