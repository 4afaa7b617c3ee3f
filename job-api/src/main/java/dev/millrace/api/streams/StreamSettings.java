package dev.millrace.api.streams;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How live streams behave. */
@ConfigMapping(prefix = "millrace.api.streams")
public interface StreamSettings {
    /** How many streams may be open at once; one more is refused with a 503. */
    @WithDefault("1000")
    @Min(1)
    @Max(100_000)
    int clients();

    /** How often what a dashboard shows is made again. */
    @WithDefault("1s")
    @DurationMin(millis = 50)
    @DurationMax(minutes = 1)
    Duration tick();

    /** How often new log lines are looked for. */
    @WithDefault("500ms")
    @DurationMin(millis = 50)
    @DurationMax(minutes = 1)
    Duration logTick();

    /** How many new log lines are shown of one look; of more, the latest. */
    @WithDefault("2000")
    @Min(10)
    @Max(100_000)
    int logLines();

    /** After how long a silence a comment shows that the stream lives. */
    @WithDefault("15s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration heartbeat();

    /** How long a client may take to read what it was sent before it is given up. */
    @WithDefault("30s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration patience();

    /** How often it is looked whether a client may still see what it watches. */
    @WithDefault("30s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration rightsCheck();
}
