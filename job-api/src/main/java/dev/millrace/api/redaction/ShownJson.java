package dev.millrace.api.redaction;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * JSON of what a job carries or says, as a part of an answer. It is masked where answers are written, so that no answer can
 * forget to.
 *
 * @param json as text, unmasked; null for none
 * @param isRevealed whether it is to be written unmasked, to somebody who may see it and has asked for it
 */
@RegisterForReflection
public record ShownJson(String json, boolean isRevealed) {
    /** Masked, as everybody sees it. */
    public static ShownJson of(String json) {
        return json == null ? null : new ShownJson(json, false);
    }

    /** As it is, for who has asked for it expressly; that it was asked for is noted before. */
    public static ShownJson revealed(String json) {
        return json == null ? null : new ShownJson(json, true);
    }

    /** Tells nothing, for it may hold what is to be masked. */
    @Override
    public String toString() {
        return "ShownJson[hidden]";
    }
}
