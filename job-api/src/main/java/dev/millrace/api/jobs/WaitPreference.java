package dev.millrace.api.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The preference {@code wait} of a {@code Prefer} header (RFC 7240). A preference that cannot be understood is ignored, as
 * the RFC demands.
 *
 * @param seconds 1 to 30
 */
record WaitPreference(int seconds) {
    static final String HEADER = "Prefer";
    static final String APPLIED_HEADER = "Preference-Applied";
    static final int LONGEST_SECONDS = 30;

    private static final Pattern WAIT =
            Pattern.compile("\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    /** The first wait among the header's values; longer ones are cut to 30 seconds. */
    static Optional<WaitPreference> parse(List<String> headers) {
        for (String header : headers) {
            for (String preference : header.split(",")) {
                Matcher wait = WAIT.matcher(preference);
                if (wait.matches()) {
                    int seconds = Math.min(Integer.parseInt(wait.group(1)), LONGEST_SECONDS);
                    return seconds == 0 ? Optional.empty() : Optional.of(new WaitPreference(seconds));
                }
            }
        }
        return Optional.empty();
    }

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    /** How the answer says that it was applied. */
    String applied() {
        return "wait=" + seconds;
    }
}
