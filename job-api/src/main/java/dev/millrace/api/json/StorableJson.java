package dev.millrace.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.problem.Violations;
import java.math.BigDecimal;
import java.util.Map;

/**
 * What PostgreSQL's jsonb can hold, and no more: no NUL and no lone surrogate in any text or name, no number beyond its
 * numeric type, and no deeper than {@link RequestJson#DEEPEST}.
 */
public final class StorableJson {
    /** PostgreSQL manual, 8.1.2: up to 131072 digits before the decimal point, up to 16383 after it. */
    private static final int DIGITS_BEFORE_POINT = 131_072;

    private static final int DIGITS_AFTER_POINT = 16_383;

    private StorableJson() {}

    /** Notes whatever in {@code value} cannot be stored. */
    public static void check(JsonNode value, String pointer, Violations violations) {
        check(value, pointer, 1, violations);
    }

    /** What is wrong with a text, or null when it can be stored. */
    public static String flaw(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                return "holds the character NUL (U+0000), which cannot be stored";
            }
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return "holds half of a surrogate pair, which is no character";
                }
                i++;
            }
        }
        return null;
    }

    private static void check(JsonNode value, String pointer, int depth, Violations violations) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                if (isTooDeep(pointer, depth, violations)) {
                    return;
                }
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    String name = Pointers.child(pointer, member.getKey());
                    note(flaw(member.getKey()), "the name ", pointer, violations);
                    check(member.getValue(), name, depth + 1, violations);
                }
            }
            case ARRAY -> {
                if (isTooDeep(pointer, depth, violations)) {
                    return;
                }
                for (int i = 0; i < value.size(); i++) {
                    check(value.get(i), Pointers.child(pointer, i), depth + 1, violations);
                }
            }
            case STRING -> note(flaw(value.textValue()), "", pointer, violations);
            case NUMBER -> {
                if (value.isBigDecimal() && !isStorable(value.decimalValue())) {
                    violations.add(pointer, "is a number with more digits than can be stored");
                }
            }
            case BOOLEAN, NULL, BINARY, MISSING, POJO -> {}
        }
    }

    private static boolean isStorable(BigDecimal number) {
        return (long) number.precision() - number.scale() <= DIGITS_BEFORE_POINT
                && number.scale() <= DIGITS_AFTER_POINT;
    }

    private static boolean isTooDeep(String pointer, int depth, Violations violations) {
        if (depth > RequestJson.DEEPEST) {
            violations.add(pointer, "nests deeper than " + RequestJson.DEEPEST + " levels");
            return true;
        }
        return false;
    }

    private static void note(String flaw, String of, String pointer, Violations violations) {
        if (flaw != null) {
            violations.add(pointer, of + flaw);
        }
    }
}
