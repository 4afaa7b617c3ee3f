package dev.millrace.core.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.job.JobError;

/** How a {@link JobError} stands in a jsonb column. PostgreSQL's text cannot hold NUL, so it is shown as U+FFFD. */
final class ErrorJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ErrorJson() {}

    static String write(JobError error) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("type", storable(error.type()));
        node.put("message", storable(error.message()));
        if (error.stacktrace() != null) {
            node.put("stacktrace", storable(error.stacktrace()));
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
                    node.hasNonNull("stacktrace") ? node.get("stacktrace").asText() : null);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("the database holds an error that is not JSON", unreadable);
        }
    }

    private static String storable(String text) {
        StringBuilder storable = null;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean pairBegins = Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pairBegins) {
                i++;
            } else if (unit == 0 || Character.isSurrogate(unit)) {
                if (storable == null) {
                    storable = new StringBuilder(text);
                }
                storable.setCharAt(i, '\uFFFD');
            }
        }
        return storable == null ? text : storable.toString();
    }
}
