package dev.millrace.worker.outgoing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where jobs may send requests, and how much they may bring back. */
@ConfigMapping(prefix = "millrace.worker.outgoing")
public interface OutgoingSettings {
    /** Networks, addresses and host names of one's own that may be reached although they are not public. */
    Optional<List<String>> allow();

    /** How long a connection may take to be made, to each of a host's addresses. */
    @WithDefault("5s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration connectTimeout();

    /** How many bytes of an answer's body are read. */
    @WithDefault("5000000")
    @Min(1_000)
    @Max(100_000_000)
    int largestAnswer();
}
