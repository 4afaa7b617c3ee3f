package dev.millrace.core.announcement;

import dev.millrace.core.batching.BatchLimits;
import dev.millrace.core.batching.Batcher;
import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Lane;
import dev.millrace.core.messaging.PublishOutcome;
import dev.millrace.core.messaging.TicketPublisher;
import dev.millrace.core.store.ReadyTicket;
import io.smallrye.mutiny.Uni;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Tickets of one lane that become ready while the broker has yet to confirm another: they gather, and their jobs travel in one
 * message. A message costs the broker, the publisher and the worker about the same however many jobs it names. There is no timer, so
 * a ticket that comes alone goes at once.
 *
 * <p>Invariant: no message names more jobs of a type than the type's ticket size allows. Each ticket weighs the share of a full one
 * that it is; shares that travel together add up to one at most.
 */
final class GatheringLane {
    private static final long FULL = 1_000_000;
    private static final int TICKETS_TOGETHER = 32;
    private static final int MESSAGES_UNDER_WAY = 4;
    private static final int TICKETS_WAITING = 10_000;

    private final Lane lane;
    private final TicketPublisher publisher;
    private final Batcher<Part, PublishOutcome> parts;

    GatheringLane(Lane lane, TicketPublisher publisher) {
        this.lane = lane;
        this.publisher = publisher;
        parts = new Batcher<>(
                "tickets of " + lane,
                new BatchLimits(TICKETS_TOGETHER, FULL, MESSAGES_UNDER_WAY, TICKETS_WAITING),
                Part::weight,
                failure -> false,
                this::publish);
    }

    /** Whether such a ticket is small enough to travel with others. */
    static boolean takes(ReadyTicket ticket, int ticketSize) {
        return new Part(ticket, ticketSize).weight() <= FULL / 2;
    }

    /** @param published is given what the broker said, or the failure when too many wait already */
    void publish(ReadyTicket ticket, int ticketSize, BiConsumer<PublishOutcome, Throwable> published) {
        parts.submit(new Part(ticket, ticketSize), published);
    }

    private Uni<List<PublishOutcome>> publish(List<Part> together) {
        List<UUID> jobIds = together.stream()
                .flatMap(part -> part.ticket().jobIds().stream())
                .toList();
        return Uni.createFrom()
                .completionStage(publisher.publish(lane, new JobTicket(jobIds)))
                .map(outcome -> Collections.nCopies(together.size(), outcome));
    }

    private record Part(ReadyTicket ticket, int ticketSize) {
        long weight() {
            return FULL * ticket.jobIds().size() / ticketSize;
        }
    }
}
