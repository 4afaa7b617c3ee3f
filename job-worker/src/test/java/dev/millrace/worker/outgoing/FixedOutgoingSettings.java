package dev.millrace.worker.outgoing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of a test. */
public record FixedOutgoingSettings(Optional<List<String>> allow, Duration connectTimeout, int largestAnswer)
        implements OutgoingSettings {
    public static FixedOutgoingSettings allowing(String... entries) {
        return new FixedOutgoingSettings(Optional.of(List.of(entries)), Duration.ofSeconds(2), 100_000);
    }
}
