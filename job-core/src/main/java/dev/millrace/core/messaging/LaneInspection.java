package dev.millrace.core.messaging;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.OptionalInt;
import org.jboss.logging.Logger;

/**
 * Asks the broker how many tickets are ready in a lane, on a connection of its own. It declares nothing: a lane whose queue
 * was deleted is one without tickets.
 *
 * <p>Tickets that were delivered and not settled yet are not counted, which the broker tells by its management API alone;
 * those who hold them are asked instead.
 */
public final class LaneInspection implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LaneInspection.class);

    private final BrokerConnection connection;

    /**
     * Connects in the background; it may be asked at once.
     *
     * @param connectionName shown in RabbitMQ's list of connections
     */
    public LaneInspection(BrokerAddress address, String connectionName) {
        connection = new BrokerConnection(address, connectionName);
        connection.start();
    }

    /** How many tickets of the lane wait in the broker; empty when the broker does not say. Takes some 10 s at most. */
    public OptionalInt ready(Lane lane) {
        Connection present = connection.current().orElse(null);
        if (present == null) {
            return OptionalInt.empty();
        }
        try {
            Channel channel = present.openChannel().orElseThrow(() -> new IOException("no channel left"));
            try {
                return OptionalInt.of(Topology.readyTickets(channel, lane));
            } finally {
                channel.abort();
            }
        } catch (IOException | ShutdownSignalException failure) {
            if (isNotFound(failure)) {
                return OptionalInt.of(0);
            }
            LOG.debugf("the broker does not say what waits in lane %s: %s", lane, RootCause.of(failure));
            return OptionalInt.empty();
        }
    }

    /** Whether the broker can be asked now. */
    public boolean available() {
        return connection.isUp();
    }

    @Override
    public void close() {
        connection.close();
    }

    private static boolean isNotFound(Exception failure) {
        Throwable cause = failure instanceof IOException ? failure.getCause() : failure;
        return cause instanceof ShutdownSignalException shutdown
                && shutdown.getReason() instanceof AMQP.Channel.Close close
                && close.getReplyCode() == AMQP.NOT_FOUND;
    }
}
