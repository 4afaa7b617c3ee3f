package dev.millrace.core.messaging;

/** What a {@link TicketConsumer} hands tickets to. */
public interface TicketHandler {
    /**
     * A ticket has come. Lanes call at the same time as each other, one lane never twice at once. Blocking here holds
     * back its lane only; when this throws, the ticket is given back after a second.
     */
    void onTicket(Delivery delivery);

    /**
     * The lane's channel is gone: every delivery of it that was not settled is {@linkplain Delivery#isStale() stale}
     * and will be delivered again. Drop what of it has not been claimed. Must return soon: the lane is not subscribed
     * to again before.
     */
    default void onLost(Lane lane) {}
}
