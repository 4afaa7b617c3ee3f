package dev.millrace.core.messaging;

/**
 * What a {@link TicketPublisher} has done since it was opened. Each message is counted once among {@code confirmed} to
 * {@code lost} when its outcome is known; {@code redeclared} and the last two are beside that.
 *
 * @param confirmed taken by the broker
 * @param refused not even queued: unavailable, closed, over a bound, or a delay longer than the ladder
 * @param returned no queue for it, even after the lane was declared again
 * @param rejected refused by the broker (a negative confirm)
 * @param timedOut no confirm in time
 * @param lost the connection or channel went away, or a declaration failed
 * @param redeclared returns that made a lane be declared again
 * @param queued messages waiting for the publishing thread now
 * @param unconfirmed messages written and waiting for their confirm now
 */
public record PublisherCounts(
        long confirmed,
        long refused,
        long returned,
        long rejected,
        long timedOut,
        long lost,
        long redeclared,
        int queued,
        int unconfirmed) {}
