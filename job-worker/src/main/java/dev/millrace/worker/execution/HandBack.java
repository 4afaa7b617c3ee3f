package dev.millrace.worker.execution;

import dev.millrace.core.messaging.Delivery;
import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.PublishOutcome;
import dev.millrace.core.messaging.TicketPublisher;
import java.time.Duration;
import java.util.List;

/**
 * Gives back what this worker has held too long without claiming it, so that an idle worker finds what a busy one cannot
 * start, and no ticket meets the broker's consumer timeout. A ticket of which nothing is started goes back as it is; the rest
 * of one that is partly started goes as a new ticket, which is confirmed before the old one is acknowledged.
 */
final class HandBack {
    private final PriorityBuffer buffer;
    private final TicketPublisher publisher;
    private final Duration limit;
    private final Runnable whenPutBack;

    HandBack(PriorityBuffer buffer, TicketPublisher publisher, Duration limit, Runnable whenPutBack) {
        this.buffer = buffer;
        this.publisher = publisher;
        this.limit = limit;
        this.whenPutBack = whenPutBack;
    }

    /** Returns how many tickets were overdue. */
    int runOnce() {
        List<PriorityBuffer.Rest> overdue = buffer.takeOverdue(limit);
        for (PriorityBuffer.Rest rest : overdue) {
            if (rest.unstarted()) {
                rest.ticket().delivery().requeue();
            } else {
                handOn(rest);
            }
        }
        return overdue.size();
    }

    private void handOn(PriorityBuffer.Rest rest) {
        var unused = publisher
                .publish(rest.ticket().lane(), new JobTicket(rest.jobIds()))
                .thenAccept(outcome -> {
                    if (outcome == PublishOutcome.CONFIRMED) {
                        buffer.resolve(rest).ifPresent(Delivery::ack);
                    } else {
                        buffer.putBack(rest);
                        whenPutBack.run();
                    }
                });
    }
}
