package dev.millrace.worker.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All queues that this worker serves. Each has its own slots, so that slow jobs of one leave those of another alone. */
final class ServedQueues {
    private static final int UNRECORDED_ENDS_PER_SLOT = 4;
    private static final int UNRECORDED_ENDS = 1_000;

    private final Map<String, ServedQueue> queues;

    /** @throws IllegalArgumentException when a queue is named twice */
    ServedQueues(WorkerSettings settings, Ticker ticker) {
        Map<String, ServedQueue> served = new LinkedHashMap<>();
        for (QueueSlots queue : settings.queues()) {
            ServedQueue twin = served.put(
                    queue.queue(), ServedQueue.of(queue.queue(), queue.slots().orElse(settings.slots()), ticker));
            if (twin != null) {
                throw new IllegalArgumentException("millrace.worker.queues names " + queue.queue() + " twice");
            }
        }
        queues = Collections.unmodifiableMap(served);
    }

    Collection<ServedQueue> all() {
        return queues.values();
    }

    List<String> names() {
        return List.copyOf(queues.keySet());
    }

    /** The queue whose lane a ticket came from. */
    ServedQueue of(HeldTicket ticket) {
        return named(ticket.lane().queue());
    }

    ServedQueue named(String queue) {
        return queues.get(queue);
    }

    int totalSlots() {
        return queues.values().stream().mapToInt(queue -> queue.slots().total()).sum();
    }

    int busySlots() {
        return queues.values().stream().mapToInt(queue -> queue.slots().busy()).sum();
    }

    /** Takes as many waiting ids of each queue as may be claimed now, and keeps their places. */
    List<Pick> takePicks() {
        List<Pick> picks = new ArrayList<>();
        for (ServedQueue queue : queues.values()) {
            List<Pick> taken = queue.buffer().take(queue.ahead().room());
            queue.ahead().expect(taken.size());
            picks.addAll(taken);
        }
        return picks;
    }

    boolean haveSuspect() {
        return queues.values().stream().anyMatch(queue -> queue.buffer().hasSuspect());
    }

    /** Takes one suspect that was put aside, and keeps its place; null when none may be claimed now. */
    Pick takeSuspect() {
        for (ServedQueue queue : queues.values()) {
            Pick suspect = queue.ahead().room() > 0 ? queue.buffer().takeSuspect() : null;
            if (suspect != null) {
                queue.ahead().expect(1);
                return suspect;
            }
        }
        return null;
    }

    /** How many jobs may have ended without that being recorded yet, before no more are claimed. */
    int mostUnrecordedEnds() {
        return queues.values().stream()
                .mapToInt(queue -> queue.pace().fitting(UNRECORDED_ENDS)
                        + UNRECORDED_ENDS_PER_SLOT * queue.slots().total())
                .sum();
    }
}
