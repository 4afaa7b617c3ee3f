package dev.millrace.core.announcement;

import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.PublishOutcome;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.store.Outbox;
import dev.millrace.core.store.ReadyTicket;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Publishes tickets whose outbox rows are committed, and deletes the rows once the broker has confirmed. A ticket that is
 * not confirmed keeps its row, so that the relay publishes it later; nothing here is waited for by a client.
 */
public final class TicketAnnouncer {
    private static final Logger LOG = Logger.getLogger(TicketAnnouncer.class);

    private final TicketPublisher publisher;
    private final Outbox outbox;
    private final Map<Lane, GatheringLane> gathering = new ConcurrentHashMap<>();

    public TicketAnnouncer(TicketPublisher publisher, Outbox outbox) {
        this.publisher = publisher;
        this.outbox = outbox;
    }

    /** Announces each ticket when the broker is there; otherwise leaves all to the relay. */
    public void announce(Collection<ReadyTicket> tickets) {
        if (publisher.available()) {
            tickets.forEach(this::announce);
        }
    }

    /**
     * Announces a ticket that may travel with others of its lane.
     *
     * @param ticketSize how many jobs of its type may travel in one
     */
    public void announceTogether(ReadyTicket ticket, int ticketSize) {
        if (!publisher.available()) {
            return;
        }
        if (!GatheringLane.takes(ticket, ticketSize)) {
            announce(ticket);
            return;
        }
        gathering
                .computeIfAbsent(ticket.lane(), lane -> new GatheringLane(lane, publisher))
                .publish(ticket, ticketSize, (outcome, overloaded) -> {
                    if (outcome == PublishOutcome.CONFIRMED) {
                        forget(ticket);
                    }
                });
    }

    /**
     * Announces one ticket.
     *
     * @return what the broker said; never fails
     */
    public CompletionStage<PublishOutcome> announce(ReadyTicket ticket) {
        CompletionStage<PublishOutcome> published = publisher.publish(ticket.lane(), new JobTicket(ticket.jobIds()));
        return published.thenCompose(outcome -> outcome == PublishOutcome.CONFIRMED
                ? forget(ticket).thenApply(ignored -> outcome)
                : CompletableFuture.completedFuture(outcome));
    }

    private CompletionStage<Void> forget(ReadyTicket ticket) {
        return outbox.delete(ticket.outboxId())
                .onFailure()
                .invoke(failure -> LOG.debugf(
                        "outbox row %s stays and will be announced again: %s", ticket.outboxId(), failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .subscribeAsCompletionStage();
    }
}
