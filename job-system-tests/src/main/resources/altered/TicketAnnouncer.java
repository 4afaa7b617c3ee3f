package dev.millrace.core.announcement;

import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.PublishOutcome;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.store.Outbox;
import dev.millrace.core.store.ReadyTicket;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/**
 * What TicketAnnouncer would be if it did not wait for the broker's confirm: it forgets the outbox row as soon as the ticket
 * is on its way. The fault suite puts it in the place of the real one, to show that it notices.
 */
public final class TicketAnnouncer {
    private final TicketPublisher publisher;
    private final Outbox outbox;

    public TicketAnnouncer(TicketPublisher publisher, Outbox outbox) {
        this.publisher = publisher;
        this.outbox = outbox;
    }

    public void announce(Collection<ReadyTicket> tickets) {
        if (publisher.available()) {
            tickets.forEach(this::announce);
        }
    }

    public CompletionStage<PublishOutcome> announce(ReadyTicket ticket) {
        publisher.publish(ticket.lane(), new JobTicket(ticket.jobIds()));
        return outbox.delete(ticket.outboxId())
                .onFailure()
                .recoverWithNull()
                .subscribeAsCompletionStage()
                .thenApply(forgotten -> PublishOutcome.CONFIRMED);
    }
}
