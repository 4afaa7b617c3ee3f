package dev.millrace.core.job;

import java.util.Arrays;
import java.util.Optional;

/**
 * How urgently a job wants to run. A worker prefers a higher priority but always leaves a share of its slots to the
 * lower ones, so none starves.
 */
public enum Priority {
    HIGH(0, "high"),
    MEDIUM(1, "medium"),
    LOW(2, "low");

    private final short rank;
    private final String wireName;

    Priority(int rank, String wireName) {
        this.rank = (short) rank;
        this.wireName = wireName;
    }

    /** The number that stands for this priority in the database; 0 is the most urgent. */
    public short rank() {
        return rank;
    }

    /** The lower-case name used in the REST contract and in broker names. */
    public String wireName() {
        return wireName;
    }

    /**
     * @param rank a number written by {@link #rank()}
     * @throws IllegalArgumentException when no priority has this rank
     */
    public static Priority ofRank(int rank) {
        for (Priority priority : values()) {
            if (priority.rank == rank) {
                return priority;
            }
        }
        throw new IllegalArgumentException("no priority has rank " + rank);
    }

    /** The priority of this wire name, or empty when there is none. */
    public static Optional<Priority> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(priority -> priority.wireName.equals(wireName))
                .findFirst();
    }
}
