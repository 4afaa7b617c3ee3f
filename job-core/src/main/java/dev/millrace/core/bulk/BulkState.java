package dev.millrace.core.bulk;

import java.util.Arrays;

/** Where a bulk operation stands. */
public enum BulkState {
    /** Its jobs are frozen; it waits to be started. */
    PREVIEWED("previewed"),
    /** It is under way, or waits for a runner. */
    RUNNING("running"),
    /** It has dealt with all of its jobs. */
    COMPLETED("completed"),
    /** It was stopped; the jobs that it had not come to were left alone. */
    ABORTED("aborted"),
    /** Nobody started it in time. */
    EXPIRED("expired");

    private final String wireName;

    BulkState(String wireName) {
        this.wireName = wireName;
    }

    /** The lower-case name used in the REST contract and in the database. */
    public String wireName() {
        return wireName;
    }

    public static BulkState ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state is named " + wireName));
    }
}
