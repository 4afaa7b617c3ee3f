package dev.millrace.core.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.encryption.SealedField;
import dev.millrace.core.encryption.Sealing;
import dev.millrace.core.job.JobError;
import java.util.Optional;
import java.util.UUID;

/** How a {@link JobError} stands in a jsonb column: its message and its stack trace sealed, what it is found by not. */
final class ErrorJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ErrorJson() {}

    static String write(Sealing sealing, UUID jobId, JobError error) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("type", StorableText.of(error.type()));
        node.put("message", sealing.seal(SealedField.ERROR_MESSAGE, jobId, StorableText.of(error.message())));
        if (error.stacktrace() != null) {
            node.put("stacktrace", sealing.seal(SealedField.ERROR_STACK, jobId, StorableText.of(error.stacktrace())));
        }
        if (error.fingerprint() != null) {
            node.put("fingerprint", error.fingerprint());
        }
        return node.toString();
    }

    static JobError read(Sealing sealing, UUID jobId, String json) {
        if (json == null) {
            return null;
        }
        try {
            JsonNode node = MAPPER.readTree(json);
            return new JobError(
                    node.path("type").asText(""),
                    sealing.open(
                            SealedField.ERROR_MESSAGE,
                            jobId,
                            node.path("message").asText("")),
                    sealing.open(
                            SealedField.ERROR_STACK,
                            jobId,
                            node.path("stacktrace").asText(null)),
                    node.path("fingerprint").asText(null));
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("the database holds an error that is not JSON", unreadable);
        }
    }

    /** The error sealed with the current key; empty when there is none, or it cannot be read. */
    static Optional<String> again(Sealing sealing, UUID jobId, String json) {
        if (json == null) {
            return Optional.empty();
        }
        try {
            ObjectNode node = (ObjectNode) MAPPER.readTree(json);
            boolean all = again(sealing, SealedField.ERROR_MESSAGE, jobId, node, "message")
                    && again(sealing, SealedField.ERROR_STACK, jobId, node, "stacktrace");
            return all ? Optional.of(node.toString()) : Optional.empty();
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("the database holds an error that is not JSON", unreadable);
        }
    }

    private static boolean again(Sealing sealing, SealedField field, UUID jobId, ObjectNode node, String name) {
        if (!node.hasNonNull(name)) {
            return true;
        }
        Optional<String> sealed = sealing.textAgain(field, jobId, node.get(name).asText());
        sealed.ifPresent(text -> node.put(name, text));
        return sealed.isPresent();
    }
}
