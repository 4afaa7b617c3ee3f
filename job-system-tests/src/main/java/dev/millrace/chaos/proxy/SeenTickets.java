package dev.millrace.chaos.proxy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** All tickets that all services have published: how often each job was named, and who wants to hear of them as they pass. */
public final class SeenTickets {
    private final Map<UUID, Integer> publishes = new ConcurrentHashMap<>();
    private final List<Consumer<TicketTap.SeenTicket>> listeners = new CopyOnWriteArrayList<>();

    /** What reads along on one connection. */
    public Tap newTap() {
        return new TicketTap(this::note);
    }

    public void listen(Consumer<TicketTap.SeenTicket> listener) {
        listeners.add(listener);
    }

    public void ignore(Consumer<TicketTap.SeenTicket> listener) {
        listeners.remove(listener);
    }

    /** How many tickets named the job. */
    public int publishesOf(UUID job) {
        return publishes.getOrDefault(job, 0);
    }

    private void note(TicketTap.SeenTicket seen) {
        seen.ticket().jobIds().forEach(job -> publishes.merge(job, 1, Integer::sum));
        listeners.forEach(listener -> listener.accept(seen));
    }
}
