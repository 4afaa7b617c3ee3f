package dev.millrace.core.messaging;

/** What became of a message given to the {@link TicketPublisher}. */
public enum PublishOutcome {
    /** The broker has it in at least one queue, on disk on a majority of that queue's nodes. */
    CONFIRMED,

    /** The broker may or may not have it; nobody may rely on it. Whoever published must be able to do so again. */
    NOT_PUBLISHED
}
