package dev.millrace.worker.execution;

/** A queue that this worker serves: the slots kept for its jobs, and the tickets that wait for them. */
record ServedQueue(String name, Slots slots, PriorityBuffer buffer) {}
