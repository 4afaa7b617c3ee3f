package dev.millrace.core.messaging;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.millrace.core.identity.RandomJitter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * One lane that should be consumed, whatever happens. {@link #reconcile} brings what is closer to what should be and is
 * called, by one thread, whenever either may have changed.
 */
final class LaneSubscription {
    private static final Logger LOG = Logger.getLogger(LaneSubscription.class);
    /** How often in a row the broker must fail over a lane's queue, and close the connection for it, before it is given up. */
    static final int FAILURES_OF_A_BROKEN_QUEUE = 3;

    private static final Duration WAIT_AFTER_HANDLER_FAILURE = Duration.ofSeconds(1);

    private final Lane lane;
    private final int prefetch;
    private final TicketHandler handler;
    private final ConsumerTally tally;
    private final Runnable changed;
    private final ReconnectBackoff backoff = new ReconnectBackoff(new RandomJitter());

    // Of the reconciling thread alone.
    private Connection connectedOn;
    private Channel channel;
    private Receiver receiver;
    private Receiver former;
    private long subscribedAt = System.nanoTime();
    private long notBefore = System.nanoTime();
    private boolean troubled;
    private int brokerFailures;

    private volatile boolean consuming;

    // Of the present channel; null without one. Written by the reconciling thread alone.
    private volatile AtomicInteger unsettled;

    /**
     * @param changed called, on the library's threads, when {@link #reconcile} should be called again
     */
    LaneSubscription(Lane lane, int prefetch, TicketHandler handler, ConsumerTally tally, Runnable changed) {
        this.lane = lane;
        this.prefetch = prefetch;
        this.handler = handler;
        this.tally = tally;
        this.changed = changed;
    }

    Lane lane() {
        return lane;
    }

    boolean isConsuming() {
        return consuming;
    }

    /** Whether tickets have come in that are not settled, and that the broker has not taken back. */
    boolean holdsTickets() {
        AtomicInteger present = unsettled;
        return present != null && present.get() > 0;
    }

    /**
     * Does what is missing.
     *
     * @param connection the live connection, or null while there is none
     * @param declared what that connection has declared; null without a connection
     * @return how long until the next try when this one failed; zero when nothing is left to do
     */
    Duration reconcile(Connection connection, DeclaredTopology declared, boolean paused) {
        dropDeadChannel(connection);
        if (connection == null) {
            return Duration.ZERO;
        }
        dropCancelledReceiver();
        long wait = notBefore - System.nanoTime();
        if (wait > 0) {
            return Duration.ofNanos(wait);
        }
        if (paused) {
            return onChannel(this::stopReceiving);
        }
        if (receiver != null) {
            return Duration.ZERO;
        }
        try {
            if (brokerFailures >= FAILURES_OF_A_BROKEN_QUEUE) {
                // Killed just after a queue was declared, RabbitMQ 3.10 may come back with a queue that it can neither
                // start nor forgets. Its tickets are lost anyway; left alone it would take the other lanes' connection
                // with
                // it for ever.
                LOG.warnf("the broker cannot serve its queue, it is deleted and made anew: lane=%s", lane);
                declared.deleteLane(lane);
                brokerFailures = 0;
            }
            // Each time, though it may have been declared before: nobody tells a paused lane that its queue was
            // deleted.
            declared.declareLaneAgain(lane);
        } catch (IOException failure) {
            return retryLater(failure);
        }
        return onChannel(() -> receive(connection));
    }

    /** Cancels and closes; what is unacknowledged goes back to the lane. */
    void close() {
        try {
            stopReceiving();
            if (channel != null && channel.isOpen()) {
                channel.close();
            }
        } catch (IOException | ShutdownSignalException | TimeoutException gone) {
            LOG.debugf("closing lane %s: %s", lane, gone);
        }
        consuming = false;
    }

    /** A channel that did not answer is given up: nobody knows its state, and a consumer may live on in it. */
    private Duration onChannel(Call call) {
        try {
            call.make();
            return Duration.ZERO;
        } catch (IOException | ShutdownSignalException failure) {
            abandonChannel();
            return retryLater(failure);
        }
    }

    private void receive(Connection connection) throws IOException {
        if (channel == null) {
            channel = connection.openChannel().orElseThrow(() -> new IOException("the connection has no channel left"));
            channel.addShutdownListener(cause -> changed.run());
            connectedOn = connection;
            unsettled = new AtomicInteger();
            channel.basicQos(prefetch);
        }
        // The broker counts the prefetch anew for each subscription: what has come before a pause does not count, and
        // pausing often would pile tickets up. The last of them coming in, and settling one, call for another look.
        if (former != null && !former.ended || unsettled.get() >= prefetch) {
            return;
        }
        var next = new Receiver(channel, unsettled);
        try {
            channel.basicConsume(Topology.laneQueue(lane), false, next);
        } catch (IOException failure) {
            if (isTheBrokersOwn(failure)) {
                brokerFailures++;
            }
            throw failure;
        }
        brokerFailures = 0;
        receiver = next;
        subscribedAt = System.nanoTime();
        consuming = true;
        if (troubled) {
            LOG.infof("consuming again: lane=%s", lane);
        }
        troubled = false;
    }

    private void stopReceiving() throws IOException {
        if (receiver == null) {
            return;
        }
        former = receiver;
        receiver = null;
        consuming = false;
        if (!former.ended) {
            channel.basicCancel(former.getConsumerTag());
        }
    }

    private void dropDeadChannel(Connection connection) {
        if (channel == null || channel.isOpen() && connectedOn == connection) {
            return;
        }
        boolean alone = connectedOn == connection;
        ShutdownSignalException reason = channel.getCloseReason();
        channel = null;
        unsettled = null;
        receiver = null;
        former = null;
        consuming = false;
        tally.subscriptionsLost.increment();
        if (alone) {
            complain("channel closed: " + (reason == null ? "unknown" : RootCause.of(reason)));
            notBefore = System.nanoTime() + backoff.afterLoss(lived()).toNanos();
        }
        try {
            handler.onLost(lane);
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "the ticket handler failed on a lost lane: lane=%s", lane);
        }
    }

    /** The channel stays: tickets held from the deleted queue are still good to run, and only to be had from here. */
    private void dropCancelledReceiver() {
        if (receiver == null || !receiver.ended) {
            return;
        }
        receiver = null;
        consuming = false;
        tally.subscriptionsLost.increment();
        complain("cancelled by the broker, since the queue was deleted or its node is down");
        notBefore = System.nanoTime() + backoff.afterLoss(lived()).toNanos();
    }

    private static boolean isTheBrokersOwn(IOException failure) {
        return failure.getCause() instanceof ShutdownSignalException shutdown
                && shutdown.getReason() instanceof AMQP.Connection.Close close
                && close.getReplyCode() == AMQP.INTERNAL_ERROR;
    }

    private Duration retryLater(Exception failure) {
        complain("cannot subscribe: " + RootCause.of(failure));
        Duration wait = backoff.afterFailure();
        notBefore = System.nanoTime() + wait.toNanos();
        return wait;
    }

    private void abandonChannel() {
        if (channel == null) {
            return;
        }
        try {
            channel.abort();
        } catch (IOException | ShutdownSignalException gone) {
            LOG.debugf("abandoning a channel of lane %s: %s", lane, gone);
        }
    }

    private Duration lived() {
        return Duration.ofNanos(System.nanoTime() - subscribedAt);
    }

    private void complain(String what) {
        LOG.logf(
                troubled ? Logger.Level.DEBUG : Logger.Level.WARN,
                "lane lost, trying on: lane=%s cause=%s",
                lane,
                what);
        troubled = true;
    }

    private void take(Channel source, Envelope envelope, byte[] body, AtomicInteger unsettled) throws IOException {
        JobTicket ticket = JobTicket.decode(body).orElse(null);
        if (ticket == null) {
            tally.undecodable.increment();
            LOG.warnf("no ticket, sent to the dead-letter queue: lane=%s bytes=%d", lane, body.length);
            source.basicReject(envelope.getDeliveryTag(), false);
            return;
        }
        unsettled.incrementAndGet();
        var delivery =
                new ChannelDelivery(lane, ticket, source, envelope, settlement -> settled(settlement, unsettled));
        if (delivery.isStale()) {
            return;
        }
        tally.delivered.increment();
        if (envelope.isRedeliver()) {
            tally.redelivered.increment();
        }
        hand(delivery);
    }

    private void settled(ChannelDelivery.Settlement settlement, AtomicInteger unsettled) {
        switch (settlement) {
            case ACKNOWLEDGED -> tally.acknowledged.increment();
            case REQUEUED -> tally.requeued.increment();
        }
        if (unsettled.decrementAndGet() == prefetch - 1) {
            changed.run();
        }
    }

    private void hand(Delivery delivery) {
        try {
            handler.onTicket(delivery);
        } catch (RuntimeException | Error bug) {
            tally.handlerFailures.increment();
            LOG.errorf(bug, "the ticket handler failed, the ticket goes back: lane=%s", lane);
            // Later, or a handler that always fails would chase the same ticket round and round.
            CompletableFuture.delayedExecutor(WAIT_AFTER_HANDLER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(delivery::requeue);
        }
    }

    @FunctionalInterface
    private interface Call {
        void make() throws IOException;
    }

    private final class Receiver extends DefaultConsumer {
        private final AtomicInteger unsettled;

        // Told after the last ticket, whoever ended the subscription.
        private volatile boolean ended;

        private Receiver(Channel channel, AtomicInteger unsettled) {
            super(channel);
            this.unsettled = unsettled;
        }

        @Override
        public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws IOException {
            take(getChannel(), envelope, body, unsettled);
        }

        @Override
        public void handleCancel(String consumerTag) {
            end();
        }

        @Override
        public void handleCancelOk(String consumerTag) {
            end();
        }

        private void end() {
            ended = true;
            changed.run();
        }
    }

    /** What the lanes of one consumer count together. */
    static final class ConsumerTally {
        private final LongAdder delivered = new LongAdder();
        private final LongAdder redelivered = new LongAdder();
        private final LongAdder acknowledged = new LongAdder();
        private final LongAdder requeued = new LongAdder();
        private final LongAdder undecodable = new LongAdder();
        private final LongAdder handlerFailures = new LongAdder();
        private final LongAdder subscriptionsLost = new LongAdder();

        ConsumerCounts counts(int consumingLanes) {
            return new ConsumerCounts(
                    delivered.sum(),
                    redelivered.sum(),
                    acknowledged.sum(),
                    requeued.sum(),
                    undecodable.sum(),
                    handlerFailures.sum(),
                    subscriptionsLost.sum(),
                    consumingLanes);
        }
    }
}
