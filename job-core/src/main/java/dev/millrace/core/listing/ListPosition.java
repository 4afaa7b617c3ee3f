package dev.millrace.core.listing;

import java.time.Instant;
import java.util.UUID;

/**
 * Where a page ends: the time by which the list is sorted, and the id, of its last job.
 *
 * @param time with microseconds, as the database keeps it
 */
public record ListPosition(Instant time, UUID id) implements Comparable<ListPosition> {
    /** Below every job. */
    static final ListPosition LEAST = new ListPosition(Instant.parse("0001-01-01T00:00:00Z"), new UUID(0, 0));
    /** Above every job. */
    static final ListPosition GREATEST = new ListPosition(Instant.parse("9999-12-31T00:00:00Z"), new UUID(-1, -1));

    /** Just before the first job of this time. */
    static ListPosition before(Instant time) {
        return new ListPosition(time, new UUID(0, 0));
    }

    /** The order of PostgreSQL, which compares ids byte by byte, unsigned. */
    @Override
    public int compareTo(ListPosition other) {
        int byTime = time.compareTo(other.time);
        if (byTime != 0) {
            return byTime;
        }
        int byHigh = Long.compareUnsigned(id.getMostSignificantBits(), other.id.getMostSignificantBits());
        return byHigh != 0
                ? byHigh
                : Long.compareUnsigned(id.getLeastSignificantBits(), other.id.getLeastSignificantBits());
    }
}
