package dev.millrace.core.job;

import java.util.Arrays;
import java.util.Optional;

/** Where a job stands. Which event leads from which status to which is told by {@link JobLifecycle} alone. */
public enum JobStatus {
    /** Waits for its time. */
    SCHEDULED("scheduled"),
    /** Ready; waits for a worker. */
    PENDING("pending"),
    /** An attempt is under way. */
    RUNNING("running"),
    /** Failed; waits for its next attempt. */
    RETRYING("retrying"),
    /** A dead letter: retries used up, or poison. Ends only by retry or discard. */
    DEAD("dead"),
    /** Done. */
    COMPLETED("completed"),
    /** Ended by request. */
    CANCELED("canceled"),
    /** A dead letter given up, or a job whose handler asked to drop it. */
    DISCARDED("discarded");

    private final String wireName;

    JobStatus(String wireName) {
        this.wireName = wireName;
    }

    /** The lower-case name used in the REST contract and in the database. */
    public String wireName() {
        return wireName;
    }

    /** Whether a job in this status never changes again; such jobs stand in the archive, all others in the live table. */
    public boolean isFinal() {
        return switch (this) {
            case COMPLETED, CANCELED, DISCARDED -> true;
            case SCHEDULED, PENDING, RUNNING, RETRYING, DEAD -> false;
        };
    }

    /**
     * @param wireName a name written by {@link #wireName()}
     * @throws IllegalArgumentException when no status has this name
     */
    public static JobStatus ofWireName(String wireName) {
        return find(wireName).orElseThrow(() -> new IllegalArgumentException("no status is named " + wireName));
    }

    /** The status of this wire name, or empty when there is none. */
    public static Optional<JobStatus> find(String wireName) {
        return Arrays.stream(values())
                .filter(status -> status.wireName.equals(wireName))
                .findFirst();
    }
}
