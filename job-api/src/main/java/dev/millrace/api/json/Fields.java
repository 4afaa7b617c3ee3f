package dev.millrace.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.problem.Violations;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the fields of one JSON object and notes everything that is wrong with them, rather than stopping at the first.
 *
 * <p>A field that is absent, null or wrong reads as null; a wrong one is noted. So null means the same as absent, except
 * where a field is required. {@link #refuseUnknown} comes last: every field that was not asked for is unknown.
 */
public final class Fields {
    private final JsonNode object;
    private final String pointer;
    private final Violations violations;
    private final Set<String> known = new HashSet<>();

    private Fields(JsonNode object, String pointer, Violations violations) {
        this.object = object;
        this.pointer = pointer;
        this.violations = violations;
    }

    /** The fields of {@code value}, or null (noted) when it is no object. */
    public static Fields of(JsonNode value, String pointer, Violations violations) {
        if (!value.isObject()) {
            violations.add(pointer, "must be an object, not " + kind(value));
            return null;
        }
        return new Fields(value, pointer, violations);
    }

    /** Where a field stands in the request. */
    public String pointer(String name) {
        return Pointers.child(pointer, name);
    }

    /** Notes what is wrong with a field. */
    public void refuse(String name, String detail) {
        violations.add(pointer(name), detail);
    }

    /** Whether the field is there, whatever its value. */
    public boolean has(String name) {
        known.add(name);
        return object.has(name);
    }

    /** The field's value as it is, JSON null included; null when absent. */
    public JsonNode value(String name) {
        known.add(name);
        return object.get(name);
    }

    /** A text that must be there. */
    public String requiredText(String name) {
        JsonNode value = value(name);
        if (value == null) {
            refuse(name, "is required but missing");
            return null;
        }
        if (value.isNull()) {
            refuse(name, "must be a string, not null");
            return null;
        }
        return text(name);
    }

    /** A text without NUL and lone surrogates. */
    public String text(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            refuse(name, "must be a string, not " + kind(value));
            return null;
        }
        String flaw = StorableJson.flaw(value.textValue());
        if (flaw != null) {
            refuse(name, flaw);
            return null;
        }
        return value.textValue();
    }

    /** True or false. */
    public Boolean flag(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            refuse(name, "must be true or false, not " + kind(value));
            return null;
        }
        return value.booleanValue();
    }

    /** A whole number in {@code least..most}. */
    public Integer integer(String name, int least, int most) {
        BigDecimal number = number(name);
        if (number == null) {
            return null;
        }
        boolean within =
                number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0;
        if (!within || number.stripTrailingZeros().scale() > 0) {
            refuse(name, "must be a whole number from " + least + " to " + most);
            return null;
        }
        return number.intValueExact();
    }

    /** A number in {@code least..most}; fractions are allowed. */
    public BigDecimal number(String name, BigDecimal least, BigDecimal most) {
        BigDecimal number = number(name);
        if (number == null) {
            return null;
        }
        if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
            refuse(name, "must be a number from " + least.toPlainString() + " to " + most.toPlainString());
            return null;
        }
        return number;
    }

    /** A time as ISO-8601 with {@code Z} or an offset. */
    public Instant time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException unreadable) {
            refuse(name, "must be a time such as 2026-03-29T01:30:00.000Z");
            return null;
        }
    }

    /** A list of at most {@code most} texts of 1 to {@code longest} characters. */
    public List<String> texts(String name, int most, int longest) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            refuse(name, "must be an array of strings, not " + kind(value));
            return null;
        }
        if (value.size() > most) {
            refuse(name, "holds " + value.size() + " strings; at most " + most + " are allowed");
            return null;
        }
        List<String> texts = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            String fault = faultOfText(value.get(i), longest);
            if (fault != null) {
                violations.add(Pointers.child(pointer(name), i), fault);
            } else {
                texts.add(value.get(i).textValue());
            }
        }
        return texts;
    }

    /** The fields of an object within. */
    public Fields fields(String name) {
        JsonNode value = present(name);
        return value == null ? null : of(value, pointer(name), violations);
    }

    /** Notes every field that has not been asked for. */
    public void refuseUnknown() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                violations.add(Pointers.child(pointer, Shown.briefly(name)), "is not a known field");
            }
        });
    }

    /** What a JSON value is, in words. */
    public static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }

    private JsonNode present(String name) {
        JsonNode value = value(name);
        return value == null || value.isNull() ? null : value;
    }

    private BigDecimal number(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            refuse(name, "must be a number, not " + kind(value));
            return null;
        }
        return value.decimalValue();
    }

    private static String faultOfText(JsonNode value, int longest) {
        if (!value.isTextual()) {
            return "must be a string, not " + kind(value);
        }
        String text = value.textValue();
        if (text.isBlank() || text.length() > longest) {
            return "must have 1 to " + longest + " characters";
        }
        return StorableJson.flaw(text);
    }
}
