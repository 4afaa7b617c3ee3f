package dev.millrace.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.api.directory.KnownJobType;
import dev.millrace.api.json.Fields;
import dev.millrace.api.json.StorableJson;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.redaction.Redaction;
import dev.millrace.core.encryption.SealedAway;
import jakarta.inject.Singleton;

/** Reads the payloads of requests. What is read can be stored, fits its type, and holds no mask in the place of a value. */
@Singleton
public class PayloadReader {
    private final Redaction redaction;

    public PayloadReader(Redaction redaction) {
        this.redaction = redaction;
    }

    /** The {@code payload}, or an empty object; whatever is wrong with it is noted. */
    public JsonNode fresh(Fields fields, KnownJobType type, Violations violations) {
        int before = violations.count();
        JsonNode payload = given(fields, violations);
        if (violations.count() == before) {
            redaction.refuseMasks(payload, fields.pointer("payload"), violations);
        }
        return fitting(payload, fields, type, before, violations);
    }

    /**
     * As {@link #fresh}, of a payload that was edited as it is shown: where masks still stand come the values of the original.
     *
     * @param original as it is stored
     * @throws SealedAway when a value of the original is needed, which cannot be decrypted
     */
    public JsonNode edited(Fields fields, KnownJobType type, String original, Violations violations) {
        int before = violations.count();
        JsonNode payload = given(fields, violations);
        if (violations.count() == before && redaction.holdsMasks(payload)) {
            payload = redaction.restored(payload, SealedAway.readable(original), fields.pointer("payload"), violations);
        }
        return fitting(payload, fields, type, before, violations);
    }

    private static JsonNode given(Fields fields, Violations violations) {
        JsonNode given = fields.value("payload");
        JsonNode payload = given == null ? JsonNodeFactory.instance.objectNode() : given;
        if (payload.isObject()) {
            StorableJson.check(payload, fields.pointer("payload"), violations);
        } else {
            fields.refuse("payload", "must be an object, not " + Fields.kind(payload));
        }
        return payload;
    }

    private static JsonNode fitting(
            JsonNode payload, Fields fields, KnownJobType type, int before, Violations violations) {
        if (type != null && violations.count() == before) {
            type.schema().validate(payload, fields.pointer("payload"), violations);
        }
        return payload;
    }
}
