package dev.millrace.core.messaging;

/**
 * A ticket in hand. Settled once, by {@link #ack()} or {@link #requeue()}, which write to the connection's socket and
 * so do not belong on an event loop. Until settled it counts against the lane's prefetch.
 *
 * <p>Safe for use by many threads, at any time, however long the connection it came by has been gone.
 */
public interface Delivery {
    /** Where the ticket came from. */
    Lane lane();

    /** What it said. */
    JobTicket ticket();

    /** Whether the broker had delivered it before. */
    boolean redelivered();

    /**
     * Tells the broker that the ticket is done with.
     *
     * @return true when that was written to the broker; false when the delivery was settled before or is stale, in
     *     which case nothing is sent
     */
    boolean ack();

    /**
     * Gives the ticket back, to be delivered again, here or elsewhere.
     *
     * @return as for {@link #ack()}
     */
    boolean requeue();

    /** Whether the channel it came by is gone, so that the broker has taken the ticket back unless it was settled. */
    boolean isStale();
}
