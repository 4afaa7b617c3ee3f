package dev.millrace.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of the jobs that wait runs first. None starves the others. */
public enum Priority {
    @JsonProperty("high")
    HIGH,
    @JsonProperty("medium")
    MEDIUM,
    @JsonProperty("low")
    LOW
}
