package dev.millrace.worker.execution;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How much handlers may say about their jobs. */
@ConfigMapping(prefix = "millrace.worker.log")
public interface JobLogSettings {
    /** How many lines of one attempt are kept. */
    @WithDefault("1000")
    @Min(1)
    @Max(100_000)
    int linesPerAttempt();

    /** How many characters of one line are kept, its fields included. */
    @WithDefault("8192")
    @Min(200)
    @Max(65_536)
    int lineLength();

    /** How many lines of all attempts may wait to be written. */
    @WithDefault("10000")
    @Min(100)
    @Max(1_000_000)
    int bufferLines();

    /** How many characters of all attempts may wait to be written. */
    @WithDefault("16000000")
    @Min(100_000)
    @Max(1_000_000_000)
    int bufferLength();

    /** How long a line may wait for others to be written together with. */
    @WithDefault("200ms")
    @DurationMin(millis = 0)
    @DurationMax(seconds = 10)
    Duration linger();
}
