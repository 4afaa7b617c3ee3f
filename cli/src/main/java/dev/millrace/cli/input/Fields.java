package dev.millrace.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** What a request says: what was not said on the command line is not sent. */
public final class Fields {
    private static final int MILLISECONDS = 3;

    private final ObjectNode fields = JsonNodeFactory.withExactBigDecimals(true).objectNode();

    /** A text, or nothing. */
    public Fields put(String name, String value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    /** A whole number, or nothing. */
    public Fields put(String name, Integer value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    /** A point in time, or nothing. */
    public Fields put(String name, Instant value) {
        return put(name, value == null ? null : value.toString());
    }

    /** Texts; nothing when there is none. */
    public Fields put(String name, Collection<String> values) {
        if (!values.isEmpty()) {
            values.forEach(fields.putArray(name)::add);
        }
        return this;
    }

    /** Anything. */
    public Fields put(String name, JsonNode value) {
        fields.set(name, value);
        return this;
    }

    /** Seconds, to the millisecond, or nothing. */
    public Fields seconds(String name, Duration value) {
        if (value != null) {
            fields.put(name, BigDecimal.valueOf(value.toMillis(), MILLISECONDS));
        }
        return this;
    }

    /** Whole seconds, rather too many than too few; or nothing. */
    public Fields wholeSeconds(String name, Duration value) {
        if (value != null) {
            fields.put(name, value.plusNanos(999_999_999).toSeconds());
        }
        return this;
    }

    /** What was said. */
    public ObjectNode node() {
        return fields;
    }
}
