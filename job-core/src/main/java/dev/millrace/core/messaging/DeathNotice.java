package dev.millrace.core.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.UUID;

/**
 * Tells people and alerts who watch the broker that a job was buried. A courtesy: the truth about a dead job is its
 * row.
 *
 * @param jobId the dead job
 * @param type its job type
 * @param queue its logical queue
 * @param errorType what kind of error ended it, such as an exception's name; null when unknown
 * @param errorMessage what the error said; null when it said nothing; cut after {@value #MAX_MESSAGE_LENGTH} characters
 */
public record DeathNotice(UUID jobId, String type, String queue, String errorType, String errorMessage) {
    /** The most characters of an error's message that a notice carries. */
    public static final int MAX_MESSAGE_LENGTH = 4_000;

    private static final JsonMapper MAPPER = new JsonMapper();

    public DeathNotice {
        Objects.requireNonNull(jobId);
        Objects.requireNonNull(type);
        Objects.requireNonNull(queue);
        if (errorMessage != null && errorMessage.length() > MAX_MESSAGE_LENGTH) {
            errorMessage = errorMessage.substring(0, MAX_MESSAGE_LENGTH);
        }
    }

    /** The notice as UTF-8 JSON with the keys {@code v, job_id, type, queue, error_type, error_message}. */
    public byte[] encode() {
        var notice = new LinkedHashMap<String, Object>();
        notice.put("v", 1);
        notice.put("job_id", jobId.toString());
        notice.put("type", type);
        notice.put("queue", queue);
        notice.put("error_type", errorType);
        notice.put("error_message", errorMessage);
        try {
            return MAPPER.writeValueAsBytes(notice);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of texts is always JSON", impossible);
        }
    }
}
