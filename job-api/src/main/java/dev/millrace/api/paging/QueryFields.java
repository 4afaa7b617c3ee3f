package dev.millrace.api.paging;

import dev.millrace.api.json.StorableJson;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.problem.Violations;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads the query parameters of a request and notes everything that is wrong with them. {@link #refuseUnknown} comes last:
 * every parameter that was not asked for is unknown, and a filter that is not understood must not be ignored.
 */
public final class QueryFields {
    private static final int MOST_VALUES = 50;

    private final MultivaluedMap<String, String> parameters;
    private final Violations violations;
    private final Set<String> known = new HashSet<>();

    public QueryFields(MultivaluedMap<String, String> parameters, Violations violations) {
        this.parameters = parameters;
        this.violations = violations;
    }

    /** The parameter's value, or null; the last one counts. */
    public String text(String name) {
        List<String> given = given(name);
        return given.isEmpty() ? null : given.getLast();
    }

    /** The values of a comma list, which may also be given as several parameters; none twice. */
    public List<String> texts(String name) {
        List<String> values = given(name).stream()
                .flatMap(list -> List.of(list.split(",", -1)).stream())
                .distinct()
                .toList();
        if (values.size() > MOST_VALUES) {
            violations.add(name, "holds " + values.size() + " values; at most " + MOST_VALUES + " are allowed");
            return List.of();
        }
        if (values.stream().anyMatch(String::isEmpty)) {
            violations.add(name, "holds an empty value");
            return List.of();
        }
        return values;
    }

    /** The values of a comma list, each of which must be one that {@code read} knows. */
    public <T> List<T> values(String name, Function<String, Optional<T>> read, String allowed) {
        List<T> values = new ArrayList<>();
        for (String text : texts(name)) {
            Optional<T> value = read.apply(text);
            if (value.isPresent()) {
                values.add(value.get());
            } else {
                violations.add(name, "cannot be " + Shown.briefly(text) + "; allowed: " + allowed);
            }
        }
        return values;
    }

    /** The parameters whose names begin with {@code prefix}, by what follows it; each may be given once. */
    public Map<String, String> under(String prefix) {
        Map<String, String> values = new TreeMap<>();
        for (String name : parameters.keySet()) {
            if (!name.startsWith(prefix)) {
                continue;
            }
            List<String> given = given(name);
            String flaw = StorableJson.flaw(name);
            if (flaw != null) {
                violations.add(prefix, flaw);
            } else if (given.size() > 1) {
                violations.add(Shown.briefly(name), "is given more than once");
            } else if (!given.isEmpty()) {
                values.put(name.substring(prefix.length()), given.getFirst());
            }
        }
        return values;
    }

    /** A time as ISO-8601 with {@code Z} or an offset, or null. */
    public Instant time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            // An offset's plus sign arrives as a space when the client does not encode it.
            Instant time = OffsetDateTime.parse(text.replace(' ', '+'), DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
            if (time.isAfter(Instant.EPOCH) && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return time;
            }
        } catch (DateTimeParseException unreadable) {
            // Told below, together with times out of range.
        }
        violations.add(name, "must be a time such as 2026-03-29T01:30:00.000Z");
        return null;
    }

    /** A whole number in {@code least..most}; {@code standard} when absent. */
    public int integer(String name, int least, int most, int standard) {
        String text = text(name);
        if (text == null) {
            return standard;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException unreadable) {
            // Told below, together with numbers out of range.
        }
        violations.add(name, "must be a whole number from " + least + " to " + most);
        return standard;
    }

    /** Notes every parameter that has not been asked for. */
    public void refuseUnknown() {
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                violations.add(
                        Shown.briefly(name),
                        "is not a known parameter; known: "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private List<String> given(String name) {
        known.add(name);
        List<String> given = parameters.getOrDefault(name, List.of());
        for (String value : given) {
            String flaw = StorableJson.flaw(value);
            if (flaw != null) {
                violations.add(name, flaw);
                return List.of();
            }
        }
        return given;
    }
}
