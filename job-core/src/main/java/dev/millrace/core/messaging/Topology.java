package dev.millrace.core.messaging;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Every exchange, queue and binding that Millrace has in the broker, and the only place that names or declares one.
 *
 * <pre>
 * millrace.work (direct) ──{queue}.{priority}──▶ millrace.work.{queue}.{priority}   a lane, quorum
 *       ▲                                              │ rejected: no ticket in it
 *       │ expired, with its own routing key            ▼
 * millrace.retry.{ms} (quorum) ◀── millrace.retry.{ms} (fanout)      millrace.dead (fanout) ──▶ millrace.dead (quorum)
 * </pre>
 *
 * <p>Arguments never change under one name: the broker refuses to declare a queue again with other arguments, and a
 * rolling upgrade runs both versions at once. What must differ gets another name.
 */
public final class Topology {
    private static final String WORK = "millrace.work";
    private static final String RETRY = "millrace.retry";
    private static final String DEAD = "millrace.dead";

    private static final String QUEUE_TYPE = "x-queue-type";
    private static final String QUORUM = "quorum";
    private static final String DEAD_LETTER_EXCHANGE = "x-dead-letter-exchange";
    private static final String OVERFLOW = "x-overflow";
    private static final String DELIVERY_LIMIT = "x-delivery-limit";

    // RabbitMQ 4 drops a message after 20 deliveries unless told otherwise, and a ticket may rightly come back often;
    // "unlimited" (-1) makes 3.10 destroy it at the first return.
    private static final int PRACTICALLY_UNLIMITED = 1_000_000_000;

    private static final int DEAD_MESSAGES = 10_000;
    private static final int DEAD_BYTES = 64 * 1024 * 1024;

    private Topology() {}

    /** The broker's name of a lane's queue. */
    public static String laneQueue(Lane lane) {
        return WORK + "." + routingKey(lane);
    }

    /** The broker's name of the queue in which tickets wait for this long. */
    public static String retryQueue(Duration rung) {
        return RETRY + "." + rung.toMillis();
    }

    /** The broker's name of the bounded queue for notices of dead jobs and for undecodable messages. */
    public static String deadQueue() {
        return DEAD;
    }

    static String exchange(Route route) {
        return switch (route) {
            case Route.ToLane toLane -> WORK;
            case Route.ToLaneLater later -> retryQueue(later.rung());
            case Route.ToDead toDead -> DEAD;
        };
    }

    static String routingKey(Route route) {
        return switch (route) {
            case Route.ToLane toLane -> routingKey(toLane.lane());
            case Route.ToLaneLater later -> routingKey(later.lane());
            case Route.ToDead toDead -> "";
        };
    }

    /** Deletes the queue of a lane with all that is in it. */
    static void deleteLane(Channel channel, Lane lane) throws IOException {
        channel.queueDelete(laneQueue(lane));
    }

    static void declareLane(Channel channel, Lane lane) throws IOException {
        channel.exchangeDeclare(WORK, BuiltinExchangeType.DIRECT, true);
        declareQuorumQueue(
                channel, laneQueue(lane), Map.of(DELIVERY_LIMIT, PRACTICALLY_UNLIMITED, DEAD_LETTER_EXCHANGE, DEAD));
        channel.queueBind(laneQueue(lane), WORK, routingKey(lane));
    }

    /**
     * How many tickets of a lane are ready; declares nothing.
     *
     * @throws IOException when there is no such queue, which also closes the channel
     */
    static int readyTickets(Channel channel, Lane lane) throws IOException {
        return channel.queueDeclarePassive(laneQueue(lane)).getMessageCount();
    }

    /**
     * What the broker says of a queue; declares nothing.
     *
     * @throws IOException when there is no such queue, which also closes the channel
     */
    static AMQP.Queue.DeclareOk look(Channel channel, String queue) throws IOException {
        return channel.queueDeclarePassive(queue);
    }

    /** Declares a queue that only this connection sees and that goes with it; returns its name. */
    static String declareProbe(Channel channel) throws IOException {
        return channel.queueDeclare().getQueue();
    }

    static void declareRung(Channel channel, Duration rung) throws IOException {
        String name = retryQueue(rung);
        channel.exchangeDeclare(WORK, BuiltinExchangeType.DIRECT, true);
        // A fanout of its own, because published through the default exchange the ticket would lose its routing key.
        channel.exchangeDeclare(name, BuiltinExchangeType.FANOUT, true);
        declareQuorumQueue(
                channel,
                name,
                Map.of(
                        "x-message-ttl",
                        rung.toMillis(),
                        DEAD_LETTER_EXCHANGE,
                        WORK,
                        "x-dead-letter-strategy",
                        "at-least-once",
                        OVERFLOW,
                        "reject-publish"));
        channel.queueBind(name, name, "");
    }

    static void declareDead(Channel channel) throws IOException {
        channel.exchangeDeclare(DEAD, BuiltinExchangeType.FANOUT, true);
        declareQuorumQueue(
                channel,
                DEAD,
                Map.of(
                        "x-max-length",
                        DEAD_MESSAGES,
                        "x-max-length-bytes",
                        DEAD_BYTES,
                        OVERFLOW,
                        "drop-head",
                        DELIVERY_LIMIT,
                        PRACTICALLY_UNLIMITED));
        channel.queueBind(DEAD, DEAD, "");
    }

    private static void declareQuorumQueue(Channel channel, String name, Map<String, Object> arguments)
            throws IOException {
        var all = new HashMap<>(arguments);
        all.put(QUEUE_TYPE, QUORUM);
        channel.queueDeclare(name, true, false, false, all);
    }

    private static String routingKey(Lane lane) {
        return lane.queue() + "." + lane.priority().wireName();
    }
}
