package dev.millrace.core.statistics;

/** The workers that serve a queue and take jobs, and their slots, which they share with the other queues they serve. */
public record QueueWorkers(long workers, long slots) {
    /** Nobody serves it. */
    public static final QueueWorkers NONE = new QueueWorkers(0, 0);
}
