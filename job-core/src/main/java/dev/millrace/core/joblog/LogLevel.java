package dev.millrace.core.joblog;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How much a line matters; each level matters more than those before it. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** As the API and the database write it. */
    public String wireName() {
        return wireName;
    }

    /** The level of this name, as {@link #wireName} writes it. */
    public static Optional<LogLevel> find(String wireName) {
        return Stream.of(values())
                .filter(level -> level.wireName.equals(wireName))
                .findFirst();
    }
}
