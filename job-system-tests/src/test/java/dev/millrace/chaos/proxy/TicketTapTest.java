package dev.millrace.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.messaging.JobTicket;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTapTest {
    private final List<TicketTap.SeenTicket> seen = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 50, 10_000})
    void seesEachTicketHoweverItsBytesAreCutIntoPieces(int piece) {
        JobTicket one = JobTicket.of(new UUID(1, 1));
        JobTicket other = new JobTicket(List.of(new UUID(2, 2), new UUID(3, 3)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("AMQP\0\0\11\1".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(frame(8, new byte[0]));
        publish(bytes, "millrace.work", "default.high", one.encode());
        publish(bytes, "millrace.dead", "", one.encode());
        publish(bytes, "millrace.work", "default.low", other.encode());
        TicketTap tap = new TicketTap(seen::add);

        byte[] all = bytes.toByteArray();
        for (int from = 0; from < all.length; from += piece) {
            byte[] part = Arrays.copyOfRange(all, from, Math.min(all.length, from + piece));
            tap.sent(part, part.length);
        }

        assertThat(seen)
                .containsExactly(
                        new TicketTap.SeenTicket("millrace.work", "default.high", one),
                        new TicketTap.SeenTicket("millrace.work", "default.low", other));
    }

    private static void publish(ByteArrayOutputStream bytes, String exchange, String key, byte[] body) {
        ByteBuffer method = ByteBuffer.allocate(100);
        method.putShort((short) 60).putShort((short) 40).putShort((short) 0);
        method.put((byte) exchange.length()).put(exchange.getBytes(StandardCharsets.US_ASCII));
        method.put((byte) key.length()).put(key.getBytes(StandardCharsets.US_ASCII));
        method.put((byte) 1);
        bytes.writeBytes(frame(1, Arrays.copyOf(method.array(), method.position())));
        ByteBuffer header = ByteBuffer.allocate(14);
        header.putShort((short) 60).putShort((short) 0).putLong(body.length).putShort((short) 0);
        bytes.writeBytes(frame(2, header.array()));
        int half = body.length / 2;
        bytes.writeBytes(frame(3, Arrays.copyOf(body, half)));
        bytes.writeBytes(frame(3, Arrays.copyOfRange(body, half, body.length)));
    }

    private static byte[] frame(int type, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
        frame.put((byte) type)
                .putShort((short) 1)
                .putInt(payload.length)
                .put(payload)
                .put((byte) 0xCE);
        return frame.array();
    }
}
