package dev.millrace.worker.execution;

/** How many jobs this worker may run at once, and how many it does. */
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

    synchronized void take(int count) {
        busy += count;
    }

    synchronized void give(int count) {
        busy -= count;
    }
}
