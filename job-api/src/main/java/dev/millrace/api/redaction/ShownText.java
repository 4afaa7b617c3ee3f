package dev.millrace.api.redaction;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * As {@link ShownJson}, for an answer that carries JSON as a string.
 *
 * @param json as text, unmasked
 */
@RegisterForReflection
public record ShownText(String json) {
    /** Tells nothing, for it may hold what is to be masked. */
    @Override
    public String toString() {
        return "ShownText[hidden]";
    }
}
