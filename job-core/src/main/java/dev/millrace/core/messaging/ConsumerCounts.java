package dev.millrace.core.messaging;

/**
 * What a {@link TicketConsumer} has done since it was opened.
 *
 * @param delivered tickets given to the handler
 * @param redelivered those of them that the broker had delivered before
 * @param acknowledged tickets acked
 * @param requeued tickets given back
 * @param undecodable messages that held no ticket and went to the dead-letter queue
 * @param handlerFailures tickets on which the handler threw
 * @param subscriptionsLost how often a lane lost its channel or was cancelled by the broker
 * @param consumingLanes lanes with a live subscription now
 */
public record ConsumerCounts(
        long delivered,
        long redelivered,
        long acknowledged,
        long requeued,
        long undecodable,
        long handlerFailures,
        long subscriptionsLost,
        int consumingLanes) {}
