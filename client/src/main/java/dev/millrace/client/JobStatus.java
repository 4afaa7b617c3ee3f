package dev.millrace.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a job stands. */
public enum JobStatus {
    /** Waits for its time. */
    @JsonProperty("scheduled")
    SCHEDULED,
    /** Ready, waits for a worker. */
    @JsonProperty("pending")
    PENDING,
    /** An attempt is under way. */
    @JsonProperty("running")
    RUNNING,
    /** Failed, waits for its next attempt. */
    @JsonProperty("retrying")
    RETRYING,
    /** Done. */
    @JsonProperty("completed")
    COMPLETED,
    /** Its retries are used up: a dead letter, which people may retry or discard. */
    @JsonProperty("dead")
    DEAD,
    /** Ended by request. */
    @JsonProperty("canceled")
    CANCELED,
    /** Given up by a person, by its handler, or by age. */
    @JsonProperty("discarded")
    DISCARDED;

    /** Whether nothing more happens unless a person acts: it is final, or dead. */
    public boolean isSettled() {
        return switch (this) {
            case COMPLETED, DEAD, CANCELED, DISCARDED -> true;
            case SCHEDULED, PENDING, RUNNING, RETRYING -> false;
        };
    }
}
