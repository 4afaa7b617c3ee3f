package dev.millrace.core.statistics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the lines of a chart stand for. */
public enum Grouping {
    /** One line for all. */
    NONE,
    QUEUE,
    JOB_TYPE,
    OUTCOME,
    PRIORITY;

    public static Optional<Grouping> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(grouping -> grouping.wireName().equals(name))
                .findFirst();
    }

    /** All names, for people. */
    public static String names() {
        return Arrays.stream(values()).map(Grouping::wireName).collect(Collectors.joining(", "));
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it tells apart what the metric is of: what happened is not known by priority, what stands only by lane. */
    public boolean fits(Metric metric) {
        return switch (this) {
            case NONE, QUEUE -> true;
            case JOB_TYPE, OUTCOME -> !metric.isOfDepth();
            case PRIORITY -> metric.isOfDepth();
        };
    }
}
