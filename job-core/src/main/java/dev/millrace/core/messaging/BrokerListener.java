package dev.millrace.core.messaging;

import com.rabbitmq.client.Connection;

/**
 * Hears of a {@link BrokerConnection}'s fate. Methods must return at once and must not throw: they run on the threads
 * that keep the connection alive.
 */
public interface BrokerListener {
    /** A connection has been made, the first or a later one; what was declared, opened and consumed before is void. */
    default void connected(Connection connection) {}

    /** The connection last announced is gone; another is being sought. */
    default void lost() {}

    /** The broker takes no messages now, since its memory or disk is short. */
    default void blocked(String reason) {}

    /** The broker takes messages again. */
    default void unblocked() {}
}
