package dev.millrace.core.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.job.JobError;

/** How a {@link JobError} stands in a jsonb column. */
final class ErrorJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ErrorJson() {}

    static String write(JobError error) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("type", StorableText.of(error.type()));
        node.put("message", StorableText.of(error.message()));
        if (error.stacktrace() != null) {
            node.put("stacktrace", StorableText.of(error.stacktrace()));
        }
        if (error.fingerprint() != null) {
            node.put("fingerprint", error.fingerprint());
        }
        return node.toString();
    }

    static JobError read(String json) {
        if (json == null) {
            return null;
        }
        try {
            JsonNode node = MAPPER.readTree(json);
            return new JobError(
                    node.path("type").asText(""),
                    node.path("message").asText(""),
                    node.path("stacktrace").asText(null),
                    node.path("fingerprint").asText(null));
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("the database holds an error that is not JSON", unreadable);
        }
    }
}
