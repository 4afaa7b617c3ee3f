package dev.millrace.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/**
 * How long a failed job waits: {@code base} after its first failure, twice as long after each further one, {@code max} at most, and
 * up to a fifth more by chance.
 */
public record RetryPolicy(Duration base, Duration max) {
    private static final int NANOSECONDS = 9;

    public RetryPolicy {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(max, "max");
    }

    @JsonCreator
    static RetryPolicy ofSeconds(
            @JsonProperty("base_seconds") BigDecimal base, @JsonProperty("max_seconds") BigDecimal max) {
        return new RetryPolicy(duration(base), duration(max));
    }

    private static Duration duration(BigDecimal seconds) {
        return Duration.ofNanos(seconds.movePointRight(NANOSECONDS).longValue());
    }
}
