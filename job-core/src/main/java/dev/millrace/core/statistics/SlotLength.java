package dev.millrace.core.statistics;

import java.time.Duration;

/** How long the slots are in which counts are kept, and for how long they are. */
public enum SlotLength {
    MINUTE(1, Duration.ofDays(2)),
    QUARTER(15, Duration.ofDays(14)),
    HOUR(60, Duration.ofDays(100)),
    DAY(1_440, Duration.ofDays(1_830));

    private final int minutes;
    private final Duration kept;

    SlotLength(int minutes, Duration kept) {
        this.minutes = minutes;
        this.kept = kept;
    }

    /** How long one is. */
    public int minutes() {
        return minutes;
    }

    /** For how long they are kept at least. */
    public Duration kept() {
        return kept;
    }
}
