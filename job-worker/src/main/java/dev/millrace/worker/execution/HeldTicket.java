package dev.millrace.worker.execution;

import dev.millrace.core.messaging.Delivery;
import dev.millrace.core.messaging.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * A ticket in this worker's hands: which of its jobs nobody has tried to claim yet, and how many are out at the claim. It is
 * acknowledged when all are resolved, and not before: until then the broker would deliver it again if this worker died.
 *
 * <p>Guarded by the {@link PriorityBuffer} that holds it.
 */
final class HeldTicket {
    private final Delivery delivery;
    private final long heldSince;
    private final Deque<UUID> waiting;
    private final int size;
    private int out;

    HeldTicket(Delivery delivery, long heldSince) {
        this.delivery = delivery;
        this.heldSince = heldSince;
        this.waiting = new ArrayDeque<>(delivery.ticket().jobIds());
        this.size = waiting.size();
    }

    Delivery delivery() {
        return delivery;
    }

    Lane lane() {
        return delivery.lane();
    }

    long heldSince() {
        return heldSince;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    int waitingCount() {
        return waiting.size();
    }

    /** Whether none of its jobs has been tried. */
    boolean isUnstarted() {
        return waiting.size() == size;
    }

    UUID takeNext() {
        out++;
        return waiting.remove();
    }

    List<UUID> takeAll() {
        List<UUID> all = new ArrayList<>(waiting);
        waiting.clear();
        out += all.size();
        return all;
    }

    void putBack(List<UUID> jobIds) {
        out -= jobIds.size();
        for (int i = jobIds.size() - 1; i >= 0; i--) {
            waiting.addFirst(jobIds.get(i));
        }
    }

    /** Returns whether the ticket is done with. */
    boolean resolve(int jobs) {
        out -= jobs;
        return out == 0 && waiting.isEmpty();
    }
}
