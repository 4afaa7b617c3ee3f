package dev.millrace.core.messaging;

import java.time.Duration;

/**
 * The bounds of a {@link TicketPublisher}.
 *
 * @param messages how many messages may be under way at once, waiting, unconfirmed and being completed
 * @param bytes how many bytes their bodies may have together
 * @param unconfirmed how many of them may be written and not yet confirmed
 * @param confirmTimeout how long a message may be under way before it counts as not published
 * @param closePatience how long closing waits for what is under way
 */
record PublisherLimits(int messages, long bytes, int unconfirmed, Duration confirmTimeout, Duration closePatience) {
    static final PublisherLimits DEFAULT =
            new PublisherLimits(20_000, 64L * 1024 * 1024, 5_000, Duration.ofSeconds(10), Duration.ofSeconds(5));
}
