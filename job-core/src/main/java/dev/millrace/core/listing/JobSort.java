package dev.millrace.core.listing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What lists of jobs can be sorted by. Jobs that are alike in it follow each other by their ids. */
public enum JobSort {
    CREATED_AT(SortValue.Kind.TIME),
    RUN_AT(SortValue.Kind.TIME),
    /** Jobs that were never started come last in both directions. */
    STARTED_AT(SortValue.Kind.TIME),
    /** When a job ended or died; those that can still run come last in both directions. */
    FINISHED_AT(SortValue.Kind.TIME),
    /** Ascending from low to high. */
    PRIORITY(SortValue.Kind.NUMBER),
    /** By its name. */
    STATUS(SortValue.Kind.TEXT),
    JOB_TYPE(SortValue.Kind.TEXT),
    ATTEMPTS(SortValue.Kind.NUMBER);

    private final SortValue.Kind kind;

    JobSort(SortValue.Kind kind) {
        this.kind = kind;
    }

    /** Of what kind the values are. */
    public SortValue.Kind kind() {
        return kind;
    }

    /** The field of the REST contract. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The sort of this wire name, or empty when there is none. */
    public static Optional<JobSort> find(String wireName) {
        return Arrays.stream(values())
                .filter(sort -> sort.wireName().equals(wireName))
                .findFirst();
    }

    /** Whether each page is read from an index of the live table and, if it serves the filter, of the archive. */
    boolean isIndexed() {
        return this == CREATED_AT;
    }
}
