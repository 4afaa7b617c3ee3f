package dev.millrace.core.messaging;

import static dev.millrace.core.messaging.TicketSamples.HIGH;
import static dev.millrace.core.messaging.TicketSamples.eventually;
import static dev.millrace.core.messaging.TicketSamples.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import dev.millrace.core.testing.FreshBroker;
import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a channel of its own can suffer: the broker closes it, its connection lives on. */
class LaneSubscriptionIT {
    @AutoClose
    static final FreshBroker broker = RealServices.freshBroker();

    private final ReceivedTickets received = new ReceivedTickets();
    private final Semaphore changes = new Semaphore(0);
    private final List<Channel> opened = new CopyOnWriteArrayList<>();
    private final LaneSubscription subscription =
            new LaneSubscription(HIGH, 10, received, new LaneSubscription.ConsumerTally(), changes::release);
    private final AtomicInteger brokerFailures = new AtomicInteger();
    private Connection real;
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(broker.amqpUrl());
        factory.setAutomaticRecoveryEnabled(false);
        real = factory.newConnection("subscription test");
        connection = rememberingChannels(real);
    }

    @AfterEach
    void close() throws IOException {
        subscription.close();
        real.close();
    }

    @Test
    void aChannelClosedByTheBrokerIsReplacedAndItsTicketsComeAgain() throws IOException {
        var declared = new DeclaredTopology(real);
        assertThat(subscription.reconcile(connection, declared, false)).isEqualTo(Duration.ZERO);
        broker.put(Topology.laneQueue(HIGH), ticket(1).encode());
        eventually().until(() -> received.deliveries().size() == 1);
        Delivery old = received.deliveries().get(0);

        // Acknowledging what was never delivered makes the broker close this channel and no other.
        changes.drainPermits();
        opened.get(0).basicAck(4_711, false);
        eventually().until(() -> changes.tryAcquire());
        assertThat(old.isStale()).isTrue();
        assertThat(old.ack()).isFalse();

        Duration wait = subscription.reconcile(connection, declared, false);
        assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofMillis(100));
        assertThat(received.lost()).containsExactly(HIGH);
        eventually()
                .until(() -> subscription.reconcile(connection, declared, false).isZero());
        eventually().until(() -> received.deliveries().size() == 2);
        assertThat(received.deliveries().get(1).redelivered()).isTrue();
        assertThat(received.deliveries().get(1).ack()).isTrue();
        assertThat(real.isOpen()).isTrue();
    }

    @Test
    void aQueueThatTheBrokerFailsOverAgainAndAgainIsDeletedAndMadeAnew() throws IOException {
        var declared = new DeclaredTopology(real);
        Topology.declareDead(real.createChannel());
        Topology.declareLane(real.createChannel(), HIGH);
        broker.put(Topology.laneQueue(HIGH), ticket(1).encode());
        brokerFailures.set(LaneSubscription.FAILURES_OF_A_BROKEN_QUEUE);

        eventually().until(() -> {
            subscription.reconcile(connection, declared, false);
            return subscription.isConsuming();
        });

        assertThat(received.deliveries()).isEmpty();
        broker.put(Topology.laneQueue(HIGH), ticket(2).encode());
        eventually().until(() -> received.deliveries().size() == 1);
        assertThat(received.deliveries().get(0).ticket()).isEqualTo(ticket(2));
        assertThat(received.deliveries().get(0).ack()).isTrue();
    }

    @Test
    void aQueueOverWhichTheBrokerFailsOnceOrTwiceKeepsItsTickets() throws IOException {
        var declared = new DeclaredTopology(real);
        Topology.declareDead(real.createChannel());
        Topology.declareLane(real.createChannel(), HIGH);
        broker.put(Topology.laneQueue(HIGH), ticket(1).encode());
        brokerFailures.set(LaneSubscription.FAILURES_OF_A_BROKEN_QUEUE - 1);

        eventually().until(() -> {
            subscription.reconcile(connection, declared, false);
            return received.deliveries().size() == 1;
        });
        assertThat(received.deliveries().get(0).ack()).isTrue();
    }

    /** The library closes over its channels; only the connection can tell which ones it gave out. */
    private Connection rememberingChannels(Connection giving) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(giving, arguments);
                        if (result instanceof Optional<?> channel && channel.isPresent()) {
                            opened.add((Channel) channel.get());
                            return Optional.of(failingNowAndThen((Channel) channel.get()));
                        }
                        return result;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    /** As a broker whose own part of the queue is broken answers; a real one closes the connection, too. */
    private Channel failingNowAndThen(Channel channel) {
        return (Channel) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("basicConsume") && brokerFailures.getAndDecrement() > 0) {
                        throw new IOException(new ShutdownSignalException(
                                true,
                                false,
                                new AMQP.Connection.Close.Builder()
                                        .replyCode(AMQP.INTERNAL_ERROR)
                                        .replyText("INTERNAL_ERROR")
                                        .build(),
                                null));
                    }
                    try {
                        return method.invoke(channel, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
