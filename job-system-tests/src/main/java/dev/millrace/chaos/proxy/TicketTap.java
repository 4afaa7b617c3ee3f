package dev.millrace.chaos.proxy;

import dev.millrace.core.messaging.JobTicket;
import dev.millrace.core.messaging.Topology;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads along what a service publishes to the broker: takes AMQP 0-9-1 frames apart as they pass, and tells of every ticket.
 * Counting here, outside the broker and the services, goes on whatever happens to either.
 */
public final class TicketTap implements Tap {
    private static final int PROTOCOL_HEADER = 8;
    private static final int FRAME_HEADER = 7;
    private static final int METHOD = 1;
    private static final int HEADER = 2;
    private static final int BODY = 3;
    private static final int BASIC = 60;
    private static final int PUBLISH = 40;

    private final Consumer<SeenTicket> seen;
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private final Map<Integer, Message> messages = new HashMap<>();
    private boolean greeted;

    public TicketTap(Consumer<SeenTicket> seen) {
        this.seen = seen;
    }

    @Override
    public void sent(byte[] bytes, int length) {
        unread.write(bytes, 0, length);
        ByteBuffer all = ByteBuffer.wrap(unread.toByteArray());
        if (!greeted) {
            if (all.remaining() < PROTOCOL_HEADER) {
                return;
            }
            all.position(PROTOCOL_HEADER);
            greeted = true;
        }
        while (all.remaining() >= FRAME_HEADER) {
            int type = all.get(all.position());
            int channel = Short.toUnsignedInt(all.getShort(all.position() + 1));
            int size = all.getInt(all.position() + 3);
            if (all.remaining() < FRAME_HEADER + size + 1) {
                break;
            }
            frame(type, channel, all.slice(all.position() + FRAME_HEADER, size));
            all.position(all.position() + FRAME_HEADER + size + 1);
        }
        unread.reset();
        unread.write(all.array(), all.position(), all.remaining());
    }

    private void frame(int type, int channel, ByteBuffer payload) {
        if (type == METHOD) {
            method(channel, payload);
        } else if (type == HEADER && messages.containsKey(channel)) {
            messages.get(channel).size = payload.getLong(4);
        } else if (type == BODY && messages.containsKey(channel)) {
            body(channel, messages.get(channel), payload);
        }
    }

    private void method(int channel, ByteBuffer payload) {
        if (payload.getShort() == BASIC && payload.getShort() == PUBLISH) {
            payload.getShort();
            messages.put(channel, new Message(shortString(payload), shortString(payload)));
        }
    }

    private void body(int channel, Message message, ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        message.body.writeBytes(bytes);
        if (message.body.size() >= message.size) {
            messages.remove(channel);
            if (!message.exchange.equals(Topology.deadQueue())) {
                JobTicket.decode(message.body.toByteArray())
                        .ifPresent(ticket -> seen.accept(new SeenTicket(message.exchange, message.routingKey, ticket)));
            }
        }
    }

    private static String shortString(ByteBuffer payload) {
        byte[] bytes = new byte[Byte.toUnsignedInt(payload.get())];
        payload.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * A ticket on its way to the broker.
     *
     * @param exchange where it was published
     * @param routingKey with which key
     */
    public record SeenTicket(String exchange, String routingKey, JobTicket ticket) {}

    private static final class Message {
        private final String exchange;
        private final String routingKey;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private long size;

        private Message(String exchange, String routingKey) {
            this.exchange = exchange;
            this.routingKey = routingKey;
        }
    }
}
