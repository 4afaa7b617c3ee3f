package dev.millrace.api.problem;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The W3C trace context of a request.
 *
 * @param text as it came, well-formed
 */
public record Traceparent(String text) {
    /** The header's name. */
    public static final String HEADER = "traceparent";

    private static final Pattern FORM = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_PARENT = "0".repeat(16);
    private static final int TRACE_BEGIN = 3;
    private static final int TRACE_END = 35;
    private static final int PARENT_END = 52;

    /** The header's value, or empty when it is absent or not well-formed. */
    public static Optional<Traceparent> parse(String header) {
        if (header == null || !FORM.matcher(header).matches()) {
            return Optional.empty();
        }
        boolean invalid = header.substring(TRACE_BEGIN, TRACE_END).equals(NO_TRACE)
                || header.substring(TRACE_END + 1, PARENT_END).equals(NO_PARENT);
        return invalid ? Optional.empty() : Optional.of(new Traceparent(header));
    }

    /** The trace's id, 32 hexadecimal digits. */
    public String traceId() {
        return text.substring(TRACE_BEGIN, TRACE_END);
    }
}
