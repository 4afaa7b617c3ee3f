package dev.millrace.core.statistics;

/** The workers whose lease has not run out, and their slots in all. */
public record WorkerSlots(long workers, long busySlots, long slots) {}
