package dev.millrace.api.jobs;

import dev.millrace.api.json.UuidText;
import java.util.Optional;
import java.util.UUID;

/** Reads job ids from paths. */
public final class JobIdText {
    private JobIdText() {}

    /** The id, or empty when the text is no UUID in its usual form, and so names no job. */
    public static Optional<UUID> parse(String text) {
        return UuidText.parse(text);
    }
}
