package dev.millrace.api.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as the contract shows them: ISO-8601, UTC, exactly milliseconds. */
public final class WireTime {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private WireTime() {}

    /** Such as {@code 2026-03-29T01:30:00.000Z}; a finer part is cut off. */
    public static String format(Instant time) {
        return FORM.format(time.truncatedTo(ChronoUnit.MILLIS));
    }
}
