package dev.millrace.worker.execution;

import java.util.UUID;

/** A job id taken from a ticket, on its way to be claimed. */
record Pick(HeldTicket ticket, UUID jobId) {
    /** Whether the ticket's channel is gone: the broker delivers it again. */
    boolean isStale() {
        return ticket.delivery().isStale();
    }
}
