package dev.millrace.core.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A delivery bound for ever to the channel object it came by. A delivery tag means something on that channel only;
 * since channels are never brought back to life, a stale tag finds its channel closed and hits nothing.
 */
final class ChannelDelivery implements Delivery {
    private final Lane lane;
    private final JobTicket ticket;
    private final Channel channel;
    private final Envelope envelope;
    private final Consumer<Settlement> onSettled;
    private final AtomicBoolean settled = new AtomicBoolean();

    /** @param onSettled told once, after the settlement has been written */
    ChannelDelivery(Lane lane, JobTicket ticket, Channel channel, Envelope envelope, Consumer<Settlement> onSettled) {
        this.lane = lane;
        this.ticket = ticket;
        this.channel = channel;
        this.envelope = envelope;
        this.onSettled = onSettled;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public JobTicket ticket() {
        return ticket;
    }

    @Override
    public boolean redelivered() {
        return envelope.isRedeliver();
    }

    @Override
    public boolean ack() {
        return settle(Settlement.ACKNOWLEDGED);
    }

    @Override
    public boolean requeue() {
        return settle(Settlement.REQUEUED);
    }

    @Override
    public boolean isStale() {
        // The channel alone may look open for a while after its connection has died.
        return !channel.isOpen() || !channel.getConnection().isOpen();
    }

    @Override
    public String toString() {
        return "delivery of " + ticket.jobIds().size() + " jobs from " + lane;
    }

    private boolean settle(Settlement settlement) {
        if (!settled.compareAndSet(false, true) || isStale()) {
            return false;
        }
        try {
            switch (settlement) {
                case ACKNOWLEDGED -> channel.basicAck(envelope.getDeliveryTag(), false);
                case REQUEUED -> channel.basicNack(envelope.getDeliveryTag(), false, true);
            }
        } catch (IOException | ShutdownSignalException gone) {
            return false;
        }
        onSettled.accept(settlement);
        return true;
    }

    /** How a delivery ended. */
    enum Settlement {
        ACKNOWLEDGED,
        REQUEUED
    }
}
