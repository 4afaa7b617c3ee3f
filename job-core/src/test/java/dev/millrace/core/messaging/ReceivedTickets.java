package dev.millrace.core.messaging;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A handler that keeps what it is given, for the test to settle. */
final class ReceivedTickets implements TicketHandler {
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final List<Lane> lost = new CopyOnWriteArrayList<>();

    @Override
    public void onTicket(Delivery delivery) {
        deliveries.add(delivery);
    }

    @Override
    public void onLost(Lane lane) {
        lost.add(lane);
    }

    /** All deliveries so far, in the order in which they came. */
    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    List<JobTicket> tickets() {
        return deliveries.stream().map(Delivery::ticket).toList();
    }

    /** The lanes lost so far, one entry a loss. */
    List<Lane> lost() {
        return List.copyOf(lost);
    }
}
