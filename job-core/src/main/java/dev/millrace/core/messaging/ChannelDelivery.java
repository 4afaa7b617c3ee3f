package dev.millrace.core.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * A delivery bound for ever to the channel object it came by. A delivery tag means something on that channel only; since
 * channels are never brought back to life, a stale tag finds its channel closed and hits nothing.
 */
final class ChannelDelivery implements Delivery {
    private final Lane lane;
    private final JobTicket ticket;
    private final Channel channel;
    private final long deliveryTag;
    private final boolean redelivered;
    private final LongAdder acknowledged;
    private final LongAdder requeued;
    private final AtomicBoolean settled = new AtomicBoolean();

    ChannelDelivery(
            Lane lane,
            JobTicket ticket,
            Channel channel,
            long deliveryTag,
            boolean redelivered,
            LongAdder acknowledged,
            LongAdder requeued) {
        this.lane = lane;
        this.ticket = ticket;
        this.channel = channel;
        this.deliveryTag = deliveryTag;
        this.redelivered = redelivered;
        this.acknowledged = acknowledged;
        this.requeued = requeued;
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
        return redelivered;
    }

    @Override
    public boolean ack() {
        return settle(() -> channel.basicAck(deliveryTag, false), acknowledged);
    }

    @Override
    public boolean requeue() {
        return settle(() -> channel.basicNack(deliveryTag, false, true), requeued);
    }

    @Override
    public boolean isStale() {
        return !channel.isOpen() || !channel.getConnection().isOpen();
    }

    @Override
    public String toString() {
        return "delivery of " + ticket.jobIds().size() + " jobs from " + lane;
    }

    private boolean settle(Settlement settlement, LongAdder count) {
        if (!settled.compareAndSet(false, true) || isStale()) {
            return false;
        }
        try {
            settlement.send();
        } catch (IOException | ShutdownSignalException gone) {
            return false;
        }
        count.increment();
        return true;
    }

    @FunctionalInterface
    private interface Settlement {
        void send() throws IOException;
    }
}
