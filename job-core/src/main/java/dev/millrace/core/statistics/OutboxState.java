package dev.millrace.core.statistics;

/**
 * Tickets that are committed but not yet confirmed by the broker.
 *
 * @param tickets how many, at most {@link #MOST_COUNTED}
 * @param overdueSeconds for how long the first of them has been left to the relay; 0 while its own process may publish it
 */
public record OutboxState(long tickets, double overdueSeconds) {
    /** No more are counted. */
    public static final int MOST_COUNTED = 10_000;
}
