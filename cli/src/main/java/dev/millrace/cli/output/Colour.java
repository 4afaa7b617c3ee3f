package dev.millrace.cli.output;

import com.fasterxml.jackson.databind.JsonNode;

/** What is meant by a colour; shown only to people who want colours. */
public enum Colour {
    NONE(""),
    GOOD("\u001B[32m"),
    BAD("\u001B[31m"),
    LOOK("\u001B[33m"),
    BUSY("\u001B[36m"),
    QUIET("\u001B[2m"),
    TITLE("\u001B[1m");

    private static final String END = "\u001B[0m";

    private final String begin;

    Colour(String begin) {
        this.begin = begin;
    }

    /** {@code text} in this colour, if colours are {@code shown}. */
    public String of(String text, boolean shown) {
        return shown && this != NONE ? begin + text + END : text;
    }

    /** That of the status of a job, of an attempt's outcome, of a worker's state. */
    public static Colour ofStatus(JsonNode status) {
        return switch (status.asText()) {
            case "completed", "healthy" -> GOOD;
            case "dead", "failed", "timed_out", "lost" -> BAD;
            case "retrying", "late", "draining", "canceled", "discarded", "released" -> LOOK;
            case "running" -> BUSY;
            default -> NONE;
        };
    }
}
