package dev.millrace.core.bulk;

import java.util.Arrays;
import java.util.Optional;

/** What became of one job of a bulk operation. */
public enum BulkOutcome {
    /** The operation has not come to it, or was stopped before it did. */
    PENDING("pending"),
    /** The action took effect. */
    DONE("done"),
    /** The job had moved on since it was frozen, or another job holds its unique key. */
    SKIPPED("skipped"),
    /** The database refused the change of this very job. */
    FAILED("failed");

    private final String wireName;

    BulkOutcome(String wireName) {
        this.wireName = wireName;
    }

    /** The lower-case name used in the REST contract and in the database. */
    public String wireName() {
        return wireName;
    }

    /** The outcome of this wire name, or empty when there is none. */
    public static Optional<BulkOutcome> find(String wireName) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.wireName.equals(wireName))
                .findFirst();
    }
}
