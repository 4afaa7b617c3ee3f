package dev.millrace.core.listing;

import java.time.Instant;
import java.util.UUID;

/** Where a page ends: what the list is sorted by, and the id, of its last job. */
public record ListPosition(SortValue value, UUID id) {
    /** Before every job; also stands for what is absent, where that comes last. */
    public static final Instant BEGINNING_OF_TIME = Instant.parse("0001-01-01T00:00:00Z");
    /** After every job; also stands for what is absent, where that comes last. */
    public static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private static final UUID LEAST_ID = new UUID(0, 0);
    private static final UUID GREATEST_ID = new UUID(-1, -1);

    /** Below every job. */
    static final ListPosition LEAST = new ListPosition(new SortValue.Time(BEGINNING_OF_TIME), LEAST_ID);
    /** Above every job. */
    public static final ListPosition GREATEST = new ListPosition(new SortValue.Time(END_OF_TIME), GREATEST_ID);

    /** A position in a list that is sorted by a time, which has microseconds, as the database keeps it. */
    public ListPosition(Instant time, UUID id) {
        this(new SortValue.Time(time), id);
    }

    /**
     * The time by which the list is sorted.
     *
     * @throws IllegalStateException when it is sorted by something else
     */
    public Instant time() {
        return switch (value) {
            case SortValue.Time time -> time.value();
            case SortValue.Number ignored -> throw new IllegalStateException("not sorted by a time");
            case SortValue.Text ignored -> throw new IllegalStateException("not sorted by a time");
        };
    }

    /** Just before the first job of this time. */
    static ListPosition before(Instant time) {
        return new ListPosition(time, LEAST_ID);
    }
}
