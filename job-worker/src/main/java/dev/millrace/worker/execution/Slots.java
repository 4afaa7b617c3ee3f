package dev.millrace.worker.execution;

/** How many jobs of a queue this worker may run at once, and how many it does. */
final class Slots {
    private final int total;
    private int busy;

    Slots(int total) {
        this.total = total;
    }

    int total() {
        return total;
    }

    synchronized int busy() {
        return busy;
    }

    synchronized int free() {
        return total - busy;
    }

    /** Takes a slot when one is free. */
    synchronized boolean tryTake() {
        boolean taken = busy < total;
        if (taken) {
            busy++;
        }
        return taken;
    }

    synchronized void give() {
        busy--;
    }
}
