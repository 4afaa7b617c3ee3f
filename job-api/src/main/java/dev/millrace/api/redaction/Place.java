package dev.millrace.api.redaction;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A step of the pointers that name masked fields, all of them together as a tree. Built once, then only read. */
final class Place {
    private static final String ANY = "*";

    /** All that PostgreSQL takes for a place in an array where it stands in a path. */
    private static final Pattern INDEX = Pattern.compile("\\s*[+-]?\\d+\\s*");

    private final Map<String, Place> named = new HashMap<>();
    private Place any;
    private boolean isEnd;

    /** @param step a name in lower case, the number of a place, or {@code *} */
    Place grow(String step) {
        if (step.equals(ANY)) {
            any = any == null ? new Place() : any;
            return any;
        }
        return named.computeIfAbsent(step, ignored -> new Place());
    }

    void end() {
        isEnd = true;
    }

    /** Whether a pointer ends here. */
    boolean isEnd() {
        return isEnd;
    }

    boolean leadsOn() {
        return any != null || !named.isEmpty();
    }

    /** Where a step leads to: nowhere, or to one or two places. */
    Stream<Place> step(String name) {
        return Stream.of(named.get(name), any).filter(place -> place != null);
    }

    /** As {@link #step}, for who may name a place in an array in several ways: rather too much than too little. */
    Stream<Place> widely(String name) {
        return INDEX.matcher(name).matches()
                ? Stream.concat(
                        named.entrySet().stream()
                                .filter(next -> INDEX.matcher(next.getKey()).matches())
                                .map(Map.Entry::getValue),
                        Stream.ofNullable(any))
                : step(name);
    }
}
