package dev.millrace.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Times as people read them: how long ago, unless they want them as they are. */
public final class Times {
    private static final long SECONDS_A_MINUTE = 60;
    private static final long SECONDS_AN_HOUR = 3_600;
    private static final long SECONDS_A_DAY = 86_400;
    private static final long SECONDS_IN_FULL = 10;
    private static final double MILLISECONDS_A_SECOND = 1_000;

    private final Clock clock;
    private final boolean asTheyAre;

    /** @param asTheyAre ISO-8601 in UTC, as the server tells them */
    public Times(Clock clock, boolean asTheyAre) {
        this.clock = clock;
        this.asTheyAre = asTheyAre;
    }

    /** A time that the server told; nothing for null. */
    public String of(JsonNode time) {
        if (time.isMissingNode() || time.isNull()) {
            return "";
        }
        if (asTheyAre) {
            return time.asText();
        }
        try {
            Duration ago = Duration.between(Instant.parse(time.asText()), clock.instant());
            if (ago.abs().toSeconds() == 0) {
                return "now";
            }
            return ago.isNegative() ? "in " + length(ago.negated()) : length(ago) + " ago";
        } catch (DateTimeException unknown) {
            return time.asText();
        }
    }

    /** From one time to another, or until now; nothing when it has not begun. */
    public String between(JsonNode begin, JsonNode end) {
        if (begin.isMissingNode() || begin.isNull()) {
            return "";
        }
        Instant until = end.isMissingNode() || end.isNull() ? clock.instant() : Instant.parse(end.asText());
        Duration length = Duration.between(Instant.parse(begin.asText()), until);
        return length(length.isNegative() ? Duration.ZERO : length);
    }

    /** In its two largest units: {@code 0.2s}, {@code 42s}, {@code 3m 5s}, {@code 2h 10m}, {@code 4d 1h}. */
    public static String length(Duration length) {
        long seconds = length.toSeconds();
        if (seconds < SECONDS_IN_FULL) {
            return "%.1fs".formatted(length.toMillis() / MILLISECONDS_A_SECOND);
        }
        if (seconds < SECONDS_A_MINUTE) {
            return seconds + "s";
        }
        if (seconds < SECONDS_AN_HOUR) {
            return two(seconds, SECONDS_A_MINUTE, "m", 1, "s");
        }
        if (seconds < SECONDS_A_DAY) {
            return two(seconds, SECONDS_AN_HOUR, "h", SECONDS_A_MINUTE, "m");
        }
        return two(seconds, SECONDS_A_DAY, "d", SECONDS_AN_HOUR, "h");
    }

    private static String two(long seconds, long large, String largeName, long small, String smallName) {
        long rest = seconds % large / small;
        return seconds / large + largeName + (rest == 0 ? "" : " " + rest + smallName);
    }
}
