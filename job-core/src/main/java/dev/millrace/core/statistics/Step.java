package dev.millrace.core.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far apart the points of a chart are. Steps are whole multiples since 1970 in UTC, so that charts agree. */
public enum Step {
    M1("1m", 1, SlotLength.MINUTE),
    M2("2m", 2, SlotLength.MINUTE),
    M5("5m", 5, SlotLength.MINUTE),
    M10("10m", 10, SlotLength.MINUTE),
    M15("15m", 15, SlotLength.QUARTER),
    M30("30m", 30, SlotLength.QUARTER),
    H1("1h", 60, SlotLength.HOUR),
    H2("2h", 120, SlotLength.HOUR),
    H3("3h", 180, SlotLength.HOUR),
    H6("6h", 360, SlotLength.HOUR),
    H12("12h", 720, SlotLength.HOUR),
    D1("1d", 1_440, SlotLength.DAY);

    private final String wireName;
    private final int minutes;
    private final SlotLength slot;

    Step(String wireName, int minutes, SlotLength slot) {
        this.wireName = wireName;
        this.minutes = minutes;
        this.slot = slot;
    }

    public static Optional<Step> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(step -> step.wireName.equals(name))
                .findFirst();
    }

    /** All names, for people. */
    public static String names() {
        return Arrays.stream(values()).map(Step::wireName).collect(Collectors.joining(", "));
    }

    public String wireName() {
        return wireName;
    }

    public int minutes() {
        return minutes;
    }

    public Duration duration() {
        return Duration.ofMinutes(minutes);
    }

    /** The slots that it is made of. */
    public SlotLength slot() {
        return slot;
    }

    /** The beginning of the step that holds {@code time}. */
    public Instant floor(Instant time) {
        long seconds = duration().toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    /** {@code time} when a step begins then, else the beginning of the next. */
    public Instant ceiling(Instant time) {
        Instant floor = floor(time);
        return floor.equals(time) ? floor : floor.plus(duration());
    }

    /** How many of them lie between two times that are both a step's beginning. */
    public long between(Instant from, Instant to) {
        return Duration.between(from, to).toMinutes() / minutes;
    }
}
