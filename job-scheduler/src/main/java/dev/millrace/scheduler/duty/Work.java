package dev.millrace.scheduler.duty;

/** What a round of a {@link Duty} did. */
public interface Work {
    /** How many things were dealt with, for the metrics; 0 when nothing was due. */
    int items();
}
