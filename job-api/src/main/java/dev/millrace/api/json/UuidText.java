package dev.millrace.api.json;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads ids from requests. */
public final class UuidText {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private UuidText() {}

    /** The id, or empty when the text is no UUID in its usual form, and so names nothing. */
    public static Optional<UUID> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
