package dev.millrace.core.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a chart shows. */
public enum Metric {
    SUBMITTED(Kind.COUNT, "submitted"),
    COMPLETED(Kind.COUNT, "completed"),
    /** Attempts that failed, whether another follows or not. */
    FAILED(Kind.COUNT, "retried", "dead"),
    /** Attempts that failed and are followed by another. */
    RETRIED(Kind.COUNT, "retried"),
    DEAD(Kind.COUNT, "dead"),
    CANCELED(Kind.COUNT, "canceled"),
    DISCARDED(Kind.COUNT, "discarded"),
    /** Attempts taken from workers that were lost. */
    LOST(Kind.COUNT, "lost"),
    /** Attempts that their worker handed back. */
    RELEASED(Kind.COUNT, "released"),
    SNOOZED(Kind.COUNT, "snoozed"),
    RETRIED_BY_HAND(Kind.COUNT, "retried_by_hand"),
    /** Completed jobs a second. */
    THROUGHPUT(Kind.RATE, "completed"),
    /** Failed attempts among all that ended. */
    ERROR_RATIO(Kind.ERROR_RATIO, "completed", "retried", "dead"),
    WAIT_P50(Kind.WAIT, 0.5),
    WAIT_P95(Kind.WAIT, 0.95),
    WAIT_P99(Kind.WAIT, 0.99),
    RUN_P50(Kind.RUN, 0.5),
    RUN_P95(Kind.RUN, 0.95),
    RUN_P99(Kind.RUN, 0.99),
    /** Pending jobs: the most that any of the looks, one a minute, saw. */
    DEPTH(Kind.DEPTH),
    /** How long the oldest pending job had been ready, at the most. */
    OLDEST_PENDING_AGE(Kind.OLDEST_PENDING_AGE);

    private final Kind kind;
    private final List<String> outcomes;
    private final double share;

    Metric(Kind kind, String... outcomes) {
        this.kind = kind;
        this.outcomes = List.of(outcomes);
        this.share = 0;
    }

    Metric(Kind kind, double share) {
        this.kind = kind;
        this.outcomes = List.of();
        this.share = share;
    }

    public static Optional<Metric> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(metric -> metric.wireName().equals(name))
                .findFirst();
    }

    /** All names, for people. */
    public static String names() {
        return Arrays.stream(values()).map(Metric::wireName).collect(Collectors.joining(", "));
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Kind kind() {
        return kind;
    }

    /** What it counts; empty for all outcomes. */
    List<String> outcomes() {
        return outcomes;
    }

    /** The share of attempts whose duration it tells, when it tells durations. */
    double share() {
        return share;
    }

    /** Whether it is of what stands in the queues, and not of what happened. */
    public boolean isOfDepth() {
        return kind == Kind.DEPTH || kind == Kind.OLDEST_PENDING_AGE;
    }

    /** What kind of number it is. */
    public enum Kind {
        COUNT("jobs", "jobs"),
        RATE("jobs per second", "jobs"),
        ERROR_RATIO("ratio", "jobs"),
        WAIT("seconds", "wait"),
        RUN("seconds", "run"),
        DEPTH("jobs", null),
        OLDEST_PENDING_AGE("seconds", null);

        private final String unit;
        private final String measure;

        Kind(String unit, String measure) {
            this.unit = unit;
            this.measure = measure;
        }

        public String unit() {
            return unit;
        }

        String measure() {
            return measure;
        }
    }
}
