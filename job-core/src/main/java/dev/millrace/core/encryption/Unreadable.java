package dev.millrace.core.encryption;

import java.util.Optional;

/**
 * Why something sealed cannot be read. It takes the place of what cannot be read: in the place of JSON as an object that says
 * so, written as PostgreSQL never writes JSON, so that nobody can store one.
 *
 * @param cause what is wrong
 * @param detail for people, without quotes
 */
public record Unreadable(Cause cause, String detail) {
    private static final String BEGIN = "{\"$unreadable\":{\"cause\":\"";
    private static final String MIDDLE = "\",\"detail\":\"";
    private static final String END = "\"}}";

    /** What is wrong. */
    public enum Cause {
        /** Its key is not known to this service; one that knows it can read it. */
        KEY_UNKNOWN,
        /** It was changed, or moved here from another job or field. */
        TAMPERED
    }

    static Unreadable keyUnknown(String keyId) {
        return new Unreadable(
                Cause.KEY_UNKNOWN,
                "encrypted with the key " + keyId + ", which millrace.encryption.keys of this service lacks");
    }

    static Unreadable tampered() {
        return new Unreadable(
                Cause.TAMPERED, "encrypted, but not by Millrace for this place: it was changed or copied here");
    }

    /** In the place of JSON. */
    String json() {
        return BEGIN + cause + MIDDLE + detail + END;
    }

    /** In the place of plain text. */
    String text() {
        return "(unreadable: " + detail + ")";
    }

    /** What the store gave in the place of JSON that it could not read; empty for all that it could. */
    public static Optional<Unreadable> in(String json) {
        if (json == null || !json.startsWith(BEGIN)) {
            return Optional.empty();
        }
        int middle = json.indexOf(MIDDLE);
        return Optional.of(new Unreadable(
                Cause.valueOf(json.substring(BEGIN.length(), middle)),
                json.substring(middle + MIDDLE.length(), json.length() - END.length())));
    }
}
