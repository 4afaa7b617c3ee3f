package dev.millrace.core.store;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Turns a list of calls into the array parameters of a batched statement. */
public final class Columns {
    private Columns() {}

    static <T, C> C[] of(List<T> calls, Function<T, C> value, IntFunction<C[]> array) {
        return calls.stream().map(value).toArray(array);
    }

    /** Seconds with their fraction. */
    public static Double seconds(Duration duration) {
        return duration == null ? null : duration.toNanos() / 1e9;
    }

    /** PostgreSQL's array literal, whose elements are quoted so that none is taken for syntax or NULL. */
    public static String arrayLiteral(List<String> elements) {
        StringBuilder literal = new StringBuilder("{");
        for (String element : elements) {
            if (literal.length() > 1) {
                literal.append(',');
            }
            literal.append('"')
                    .append(element.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return literal.append('}').toString();
    }
}
