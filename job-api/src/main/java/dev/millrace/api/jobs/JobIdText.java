package dev.millrace.api.jobs;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads job ids from paths. */
public final class JobIdText {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private JobIdText() {}

    /** The id, or empty when the text is no UUID in its usual form, and so names no job. */
    public static Optional<UUID> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
