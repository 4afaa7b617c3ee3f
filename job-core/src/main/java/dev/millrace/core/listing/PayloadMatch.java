package dev.millrace.core.listing;

import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One exact value in a job's payload. As a query cannot say of what kind a value is, a text stands for every JSON value that
 * is written so: {@code 5} for the string "5" and for the number 5 (and 5.0, which is the same number), {@code true} for the
 * string "true" and for the boolean, {@code null} for the string "null" and for null itself. A string must be the same to the
 * letter. Objects and arrays never match as a whole.
 *
 * @param path the names that lead to the value, outermost first; in an array, a whole number from 0 is a place
 * @param value as it was written
 */
public record PayloadMatch(List<String> path, String value) {
    /** As deep as a payload may nest. */
    public static final int DEEPEST = 32;

    public static final int LONGEST_VALUE = 1_000;

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");
    private static final Set<String> WORDS = Set.of("true", "false", "null");

    public PayloadMatch {
        path = List.copyOf(path);
        if (path.isEmpty() || path.size() > DEEPEST || path.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a path has 1 to " + DEEPEST + " names, none of them empty");
        }
        if (value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("a value has at most " + LONGEST_VALUE + " characters");
        }
    }

    /**
     * Reads a path as clients write it: names joined by dots; a dot or backslash within a name has a backslash before it.
     *
     * @throws IllegalArgumentException when a name is empty, or there are too many, or the value is too long
     */
    public static PayloadMatch of(String dottedPath, String value) {
        List<String> path = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < dottedPath.length(); i++) {
            char unit = dottedPath.charAt(i);
            if (unit == '\\' && i + 1 < dottedPath.length()) {
                i++;
                name.append(dottedPath.charAt(i));
            } else if (unit == '.') {
                path.add(name.toString());
                name.setLength(0);
            } else {
                name.append(unit);
            }
        }
        path.add(name.toString());
        return new PayloadMatch(path, value);
    }

    /** The JSON values that it stands for, each as JSON text that PostgreSQL can read. */
    public List<String> candidates() {
        List<String> candidates = new ArrayList<>();
        candidates.add(TextNode.valueOf(value).toString());
        if (WORDS.contains(value)) {
            candidates.add(value);
        } else if (NUMBER.matcher(value).matches()) {
            candidates.add(new BigDecimal(value).toString());
        }
        return candidates;
    }
}
