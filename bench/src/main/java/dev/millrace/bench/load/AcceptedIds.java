package dev.millrace.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Takes the id out of each answer to a submission. */
public final class AcceptedIds implements HttpAnswers {
    private static final int CREATED = 201;
    private static final int ID_AT = "{\"id\":\"".length();
    private static final int ID_LENGTH = 36;

    private final List<UUID> ids;
    private final Latencies latencies = new Latencies();

    public AcceptedIds(int expected) {
        ids = new ArrayList<>(expected);
    }

    @Override
    public void answered(int status, ByteBuffer body, long sent, long received) {
        ids.add(id(status, body));
        latencies.add(received - sent);
    }

    /** @throws IllegalStateException when it was not accepted */
    static UUID id(int status, ByteBuffer body) {
        if (status != CREATED) {
            throw new IllegalStateException("answered " + status + ": " + StandardCharsets.UTF_8.decode(body));
        }
        byte[] text = new byte[ID_LENGTH];
        body.get(ID_AT, text);
        return UUID.fromString(new String(text, StandardCharsets.US_ASCII));
    }

    public List<UUID> ids() {
        return ids;
    }

    public Latencies latencies() {
        return latencies;
    }
}
