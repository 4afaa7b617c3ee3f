package dev.millrace.core.tracing;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a trace, as the W3C's Trace Context writes it: of a request, or stored with a job for what follows from it.
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

    /** The id of the span that is the parent of what follows, 16 hexadecimal digits. */
    public String spanId() {
        return text.substring(TRACE_END + 1, PARENT_END);
    }

    /** The flags, 2 hexadecimal digits, of which the last bit says whether the trace is recorded. */
    public String flags() {
        return text.substring(PARENT_END + 1);
    }
}
