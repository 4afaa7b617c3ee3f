package dev.millrace.worker.circuit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** When a worker slows a type that only fails, and how much. */
@ConfigMapping(prefix = "millrace.worker.circuit")
public interface CircuitSettings {
    /** How many different jobs of a type must fail one after the other before it is slowed; 0 slows none. */
    @WithDefault("20")
    @Min(0)
    @Max(10_000)
    int failures();

    /** How long a slowed type first waits for its next try; the wait doubles with each. */
    @WithDefault("5s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration firstWait();

    /** The longest that a slowed type waits for its next try. */
    @WithDefault("5m")
    @DurationMin(millis = 100)
    @DurationMax(hours = 1)
    Duration longestWait();
}
