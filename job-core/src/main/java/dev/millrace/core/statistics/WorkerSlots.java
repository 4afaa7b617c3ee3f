package dev.millrace.core.statistics;

/**
 * The workers that did not end in order.
 *
 * @param workers those whose lease has not run out, late ones included
 * @param busySlots of these
 * @param slots of these
 * @param late how many of these have been silent for a while
 * @param lost those whose lease has run out
 */
public record WorkerSlots(long workers, long busySlots, long slots, long late, long lost) {}
