package dev.millrace.core.messaging;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at a broker once: what it is, which lanes it has, and whether it takes a message. It declares nothing but a queue that is
 * its own and goes with its connection.
 */
public final class BrokerInspection {
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final String UNKNOWN = "unknown";

    private final BrokerAddress address;
    private final String connectionName;

    /** @param connectionName shown in RabbitMQ's list of connections */
    public BrokerInspection(BrokerAddress address, String connectionName) {
        this.address = address;
        this.connectionName = connectionName;
    }

    /**
     * Takes some seconds at most, more only while many lanes are looked at.
     *
     * @param lanes which to look at
     * @throws IOException saying why the broker cannot be reached, or what it said when it ended the connection
     */
    public BrokerState look(List<Lane> lanes) throws IOException, InterruptedException {
        var connected = new CompletableFuture<Connection>();
        var blocked = new CompletableFuture<String>();
        try (var keeper = new BrokerConnection(address, connectionName)) {
            keeper.addListener(new BrokerListener() {
                @Override
                public void connected(Connection connection) {
                    connected.complete(connection);
                }

                @Override
                public void blocked(String reason) {
                    blocked.complete(reason);
                }
            });
            keeper.start();
            Connection connection = await(keeper, connected);
            List<LaneState> states = new ArrayList<>();
            for (Lane lane : lanes) {
                states.add(look(connection, lane));
            }
            long deadNotices =
                    Math.max(0, ready(connection, Topology.deadQueue()).messages());
            return new BrokerState(
                    String.valueOf(connection.getServerProperties().getOrDefault("version", UNKNOWN)),
                    List.copyOf(states),
                    deadNotices,
                    refusal(connection, blocked));
        } catch (ShutdownSignalException ended) {
            throw new IOException(RootCause.of(ended), ended);
        }
    }

    private static Connection await(BrokerConnection keeper, CompletableFuture<Connection> connected)
            throws IOException, InterruptedException {
        try {
            return connected.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException never) {
            // What counts is why the last try failed, not that waiting for it has ended.
            throw new IOException(keeper.lastFailure().orElse("no connection within " + PATIENCE.toSeconds() + " s"));
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static LaneState look(Connection connection, Lane lane) throws IOException {
        Depth depth = ready(connection, Topology.laneQueue(lane));
        return new LaneState(lane, depth.messages() >= 0, Math.max(0, depth.messages()), depth.consumers());
    }

    private static Depth ready(Connection connection, String queue) throws IOException {
        Channel channel = channelOf(connection);
        try {
            AMQP.Queue.DeclareOk answer = Topology.look(channel, queue);
            return new Depth(answer.getMessageCount(), answer.getConsumerCount());
        } catch (IOException missing) {
            if (missing.getCause() instanceof ShutdownSignalException shutdown
                    && shutdown.getReason() instanceof AMQP.Channel.Close close
                    && close.getReplyCode() == AMQP.NOT_FOUND) {
                return Depth.MISSING;
            }
            throw new IOException(RootCause.of(missing), missing);
        } finally {
            channel.abort();
        }
    }

    /** Why the broker takes no message; empty when it has confirmed one. */
    private static Optional<String> refusal(Connection connection, CompletableFuture<String> blocked)
            throws IOException, InterruptedException {
        Channel channel = channelOf(connection);
        var answer = new CompletableFuture<Optional<String>>();
        try {
            String queue = Topology.declareProbe(channel);
            channel.confirmSelect();
            channel.addConfirmListener(
                    (tag, multiple) -> answer.complete(Optional.empty()),
                    (tag, multiple) -> answer.complete(Optional.of("it refuses messages")));
            channel.addShutdownListener(answer::completeExceptionally);
            // A broker with an alarm says so to whoever publishes, and confirms nothing.
            var unused = blocked.thenAccept(reason -> answer.complete(Optional.of(reason)));
            channel.basicPublish("", queue, MessageProperties.MINIMAL_BASIC, new byte[0]);
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            return Optional.of("it has confirmed no message for " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException ended) {
            throw new IOException(RootCause.of(ended), ended);
        } finally {
            channel.abort();
        }
    }

    private static Channel channelOf(Connection connection) throws IOException {
        return connection.openChannel().orElseThrow(() -> new IOException("the connection has no channel left"));
    }

    private record Depth(int messages, int consumers) {
        private static final Depth MISSING = new Depth(-1, 0);
    }

    /**
     * What was seen.
     *
     * @param version the broker's
     * @param lanes as asked for
     * @param deadNotices ready in the queue of notices of dead jobs and of what was no ticket
     * @param refusal why it takes no messages now; empty when it does
     */
    public record BrokerState(String version, List<LaneState> lanes, long deadNotices, Optional<String> refusal) {}

    /**
     * @param exists whether it has a queue in the broker
     * @param ready tickets that wait in it
     * @param consumers workers that take from it
     */
    public record LaneState(Lane lane, boolean exists, int ready, int consumers) {}
}
