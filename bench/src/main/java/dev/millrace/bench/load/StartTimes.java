package dev.millrace.bench.load;

import dev.millrace.bench.running.RunningSystem;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** When the request of each job was sent, to be compared with when its handler began. */
public final class StartTimes implements HttpAnswers {
    private static final String STARTED = """
            select id, result ->> 'started_at' as started_at
            from millrace.job_archive
            where id = any (?) and finished_at >= now() - interval '1 hour'""";

    private final Map<UUID, Instant> sentAt;

    public StartTimes(int expected) {
        sentAt = new HashMap<>(2 * expected);
    }

    @Override
    public void answered(int status, ByteBuffer body, long sent, long received) {
        Instant now = Instant.now();
        sentAt.put(AcceptedIds.id(status, body), now.minusNanos(System.nanoTime() - sent));
    }

    /**
     * From each request to its handler.
     *
     * @throws IllegalStateException when a job has not told when it began
     */
    public Latencies latencies(RunningSystem system) throws SQLException {
        Latencies latencies = new Latencies();
        int told = 0;
        Array ids = system.connection().createArrayOf("uuid", sentAt.keySet().toArray());
        try (PreparedStatement statement = system.connection().prepareStatement(STARTED)) {
            statement.setArray(1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Instant started = Instant.parse(rows.getString("started_at"));
                    Instant sent = sentAt.get(rows.getObject("id", UUID.class));
                    latencies.add(Duration.between(sent, started).toNanos());
                    told++;
                }
            }
        } finally {
            ids.free();
        }
        if (told != sentAt.size()) {
            throw new IllegalStateException(told + " of " + sentAt.size() + " jobs ended");
        }
        return latencies;
    }
}
